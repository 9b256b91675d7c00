import type { RuleContext } from '../rule.js'
import type { CreatedWebhook, Delivery } from '../webhook-client.js'

/** Milliseconds between two looks at what a server does when it gets to it. */
const PAUSE = 250
const MOST_LOOKS = 40

/** Looks again until there is what is looked for, or for about ten seconds; gives what is there then. */
export async function eventually<T>(look: () => Promise<T>, isThere: (found: T) => boolean): Promise<T> {
  for (let looks = 1; ; looks++) {
    const found = await look()
    if (isThere(found) || looks === MOST_LOOKS) return found
    await new Promise((resolve) => setTimeout(resolve, PAUSE))
  }
}

/** A new webhook that was sent a test, and the delivery of that, as it is listed once it was attempted. */
export async function tested(context: RuleContext): Promise<{ readonly webhook: CreatedWebhook; readonly delivery: Delivery }> {
  const webhook = await context.api.webhooks.create()
  const { deliveryId } = await context.api.webhooks.test(webhook.id)
  return { webhook, delivery: await attempted(context, webhook.id, deliveryId) }
}

/** A delivery as it is listed, once it was attempted at least so often. */
export async function attempted({ api, expect }: RuleContext, webhookId: string, deliveryId: string, times = 1): Promise<Delivery> {
  const look = async () => (await api.webhooks.deliveries(webhookId)).data.filter(({ id }) => id === deliveryId)
  const found = await eventually(look, ([delivery]) => (delivery?.attributes.attempts ?? 0) >= times)
  expect(found.length, `how often ${deliveryId} is listed`).toBe(1)
  const [delivery] = found
  if (delivery === undefined) throw new Error(`${deliveryId} is not listed`)
  expect(delivery.attributes.attempts, 'attempts').toBeGreaterThanOrEqual(times)
  return delivery
}
