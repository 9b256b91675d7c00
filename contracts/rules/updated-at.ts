import type { Answer } from '../exchange.js'
import type { RuleContext } from '../rule.js'

/** As precise as the timestamps of the guide are. */
const PRECISION = 1000

/** When something was made, and changed last. */
interface Times {
  readonly createdAt: string
  readonly updatedAt: string
}

/** How what is changed is looked at, and another one of its kind made. */
interface Kind {
  readonly get: () => Promise<{ readonly attributes: Times }>
  readonly create: () => Promise<{ readonly attributes: Times }>
}

/** Requires a change of a conversation to bring `updatedAt` up to the server's time, and to leave `createdAt` alone, as get shows them. */
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
 * Timestamps may have whole seconds only, so that one has to pass before a change would show in them. What time it is for the server, another
 * one of the kind tells, created just before the change: a clock that stands still is not held against it.
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
