import type { Answer } from '../exchange.js'
import type { RuleContext } from '../rule.js'

/** As precise as the timestamps of the guide are. */
const PRECISION = 1000

/**
 * Requires a change to bring `updatedAt` up to the server's time, and to leave `createdAt` alone, as get shows them.
 *
 * Timestamps may have whole seconds only, so that one has to pass before a change would show in them. What time it is for the server, another
 * conversation tells, created just before the change: a clock that stands still is not held against it.
 */
export async function requireMovesOn({ api, expect }: RuleContext, id: string, change: () => Promise<Answer>): Promise<void> {
  const { attributes: before } = await api.get(id)
  await new Promise((resolve) => setTimeout(resolve, PRECISION))
  const { attributes: now } = await api.create()
  expect((await change()).status, 'the status of the change').toBe(200)
  const { attributes: after } = await api.get(id)

  expect(after.createdAt, 'createdAt').toBe(before.createdAt)
  const [was, is] = [Date.parse(before.updatedAt), Date.parse(after.updatedAt)]
  const message = `updatedAt was ${before.updatedAt}, and is ${after.updatedAt} by a change that was made after ${now.createdAt}`
  if (Date.parse(now.createdAt) > was) expect(is, message).toBeGreaterThan(was)
  else expect(is, message).toBeGreaterThanOrEqual(was)
}
