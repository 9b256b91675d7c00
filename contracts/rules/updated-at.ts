import type { Answer } from '../exchange.js'
import type { RuleContext } from '../rule.js'

/** Milliseconds: the timestamps of the guide have a precision of one second. */
const PRECISION = 1000

/** Times of creation and last update. */
interface Times {
  readonly createdAt: string
  readonly updatedAt: string
}

/** How to read the changed resource, and how to create another one of its kind. */
interface Kind {
  readonly get: () => Promise<{ readonly attributes: Times }>
  readonly create: () => Promise<{ readonly attributes: Times }>
}

/** Requires that a change of a conversation sets `updatedAt` to the time of the server and does not change `createdAt`, as get shows them. */
export function requireUpdatedAtAdvances(context: RuleContext, id: string, change: () => Promise<Answer>): Promise<void> {
  const { api } = context
  return requireTimesAdvance(context, { get: () => api.get(id), create: () => api.create() }, change)
}

/** {@link requireUpdatedAtAdvances} for a webhook. */
export function requireWebhookUpdatedAtAdvances(context: RuleContext, id: string, change: () => Promise<Answer>): Promise<void> {
  const { webhooks } = context.api
  return requireTimesAdvance(context, { get: () => webhooks.get(id), create: () => webhooks.create() }, change)
}

/**
 * Waits a second before the change, because timestamps may have whole seconds only. Another resource of the kind, created just before the
 * change, shows the current time of the server, so that a server with a stopped clock passes too.
 */
async function requireTimesAdvance({ expect }: RuleContext, { get, create }: Kind, change: () => Promise<Answer>): Promise<void> {
  const { attributes: before } = await get()
  await new Promise((resolve) => setTimeout(resolve, PRECISION))
  const { attributes: now } = await create()
  expect((await change()).status, 'the status of the change').toBe(200)
  const { attributes: after } = await get()

  expect(after.createdAt, 'createdAt').toBe(before.createdAt)
  const [was, is] = [Date.parse(before.updatedAt), Date.parse(after.updatedAt)]
  const message = `updatedAt was ${before.updatedAt}, and is ${after.updatedAt} by a change that was made after ${now.createdAt}`
  if (Date.parse(now.createdAt) > was) expect(is, message).toBeGreaterThan(was)
  else expect(is, message).toBeGreaterThanOrEqual(was)
}
