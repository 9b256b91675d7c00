import { emptyWorld } from '../../fixtures/empty.js'
import { guideWorld } from '../../fixtures/guide.js'
import { baseOf, withConversations } from '../../fixtures/with-conversations.js'
import { internalsOf, type Start } from '../mock/internals.js'
import type { World } from '../store/records.js'
import { Clock } from '../time/clock.js'
import { toTimestamp } from '../time/timestamp.js'
import type { Call, Handler } from './call.js'
import { currentSummary } from './current-summary.js'
import { validationErrorFrom, withValidationErrors } from './error-responses.js'
import { withWorldErrors, worldFrom } from './state.js'

/** `POST /_mock/reset` */
export const reset: Handler<'reset'> = async ({ mock, body = {} }) => {
  const { seed } = body
  const world = await worldOf(body, internalsOf(mock)?.start() ?? { world: guideWorld, seed: 1 })
  const to = { ...(world !== undefined && { world }), ...(seed !== undefined && { seed }) }
  withWorldErrors('world.', () => withValidationErrors('body', () => mock.reset(Object.keys(to).length === 0 ? undefined : to)))
  return { ...currentSummary(mock), ...(seed !== undefined && { seed }) }
}

/** The requested world with generated conversations; `undefined` when none is requested. Omitted fields are as at the start. */
async function worldOf(body: NonNullable<Call<'reset'>['body']>, start: Start): Promise<World | undefined> {
  if (body.world === undefined && body.conversations === undefined) return undefined
  const { conversations = 0, seed = start.seed } = body
  const base = body.world === undefined ? baseOf(start.world) : named(body.world)
  // As at the start, the start's `now` takes precedence over that of its world, but not over that of a world in this call.
  const now = typeof body.world === 'object' && base.now !== undefined ? base.now : timeOf(start)
  try {
    const made = await withConversations(base, { conversations, seed, now })
    return now === undefined || made.now === now ? made : { ...made, now }
  } catch (error) {
    throw validationErrorFrom('conversations', error)
  }
}

function timeOf({ now }: Start): string | undefined {
  return now === undefined ? undefined : toTimestamp(new Clock(now).millis())
}

function named(world: object | string): World {
  if (world === 'guide') return guideWorld
  return world === 'empty' ? emptyWorld : worldFrom(world, 'world.')
}
