import { emptyWorld } from '../../fixtures/empty.js'
import { guideWorld } from '../../fixtures/guide.js'
import { withConversations } from '../../fixtures/with-conversations.js'
import type { World } from '../state/records.js'
import type { Call, Handler } from './call.js'
import { asked } from './refusals.js'
import { standing } from './standing.js'
import { worldFrom } from './state.js'

/** As `linktor-mock serve` does without `--seed`. */
const DEFAULT_SEED = 1

/** `POST /_mock/reset` */
export const reset: Handler<'reset'> = async ({ mock, body = {}, control }) => {
  const { seed } = body
  const world = await worldOf(body)
  const to = { ...(world !== undefined && { world }), ...(seed !== undefined && { seed }) }
  asked('body', () => mock.reset(Object.keys(to).length === 0 ? undefined : to))
  const now = { ...standing(mock), ...(seed !== undefined && { seed }) }
  control.feeds.tell(mock, 'reset', now)
  return now
}

/** The world that is asked for, with what is to be generated beside it; nothing when none is. */
async function worldOf({ world, conversations, seed = DEFAULT_SEED }: NonNullable<Call<'reset'>['body']>): Promise<World | undefined> {
  if (world === undefined && conversations === undefined) return undefined
  const base = named(world ?? 'guide')
  if (conversations === undefined) return base
  return withConversations(base, { conversations, seed }).catch((error: unknown) =>
    asked('conversations', () => {
      throw error
    }),
  )
}

function named(world: object | string): World {
  if (world === 'guide') return guideWorld
  return world === 'empty' ? emptyWorld : worldFrom(world, 'world.')
}
