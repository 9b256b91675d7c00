import type { RuleContext } from '../rule.js'
import type { CreatedWebhook, Delivery } from '../webhook-client.js'

/** Milliseconds between two reads of a result that a server produces asynchronously. */
const PAUSE = 250
const MAX_READS = 40

/** Reads until the result satisfies the predicate, for at most about ten seconds; returns the last result. */
export async function eventually<T>(read: () => Promise<T>, isThere: (found: T) => boolean): Promise<T> {
  for (let reads = 1; ; reads++) {
    const found = await read()
    if (isThere(found) || reads === MAX_READS) return found
    await new Promise((resolve) => setTimeout(resolve, PAUSE))
  }
}

/** A new webhook with the delivery of a test, as listed after the first attempt. */
export async function tested(context: RuleContext): Promise<{ readonly webhook: CreatedWebhook; readonly delivery: Delivery }> {
  const webhook = await context.api.webhooks.create()
  const { deliveryId } = await context.api.webhooks.test(webhook.id)
  return { webhook, delivery: await attempted(context, webhook.id, deliveryId) }
}

/** A delivery as listed after at least this number of attempts. */
export async function attempted({ api, expect }: RuleContext, webhookId: string, deliveryId: string, times = 1): Promise<Delivery> {
  const read = async () => (await api.webhooks.deliveries(webhookId)).data.filter(({ id }) => id === deliveryId)
  const found = await eventually(read, ([delivery]) => (delivery?.attributes.attempts ?? 0) >= times)
  expect(found.length, `how often ${deliveryId} is listed`).toBe(1)
  const [delivery] = found
  if (delivery === undefined) throw new Error(`${deliveryId} is not listed`)
  expect(delivery.attributes.attempts, 'attempts').toBeGreaterThanOrEqual(times)
  return delivery
}
