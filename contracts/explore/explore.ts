import fc from 'fast-check'
import type { ContractOptions } from '../options.js'
import { Session } from '../session.js'
import { type Difference, play } from './play.js'
import { scriptOf } from './script.js'
import { sequences } from './steps.js'
import { type World, worldOf } from './world.js'

export interface ExploreOptions {
  /** Number of sequences to try. */
  readonly sequences: number
  /** Random seed. */
  readonly seed: number
  /** Creates a fake with this data, the reference for the guide. */
  readonly reference: (world: World) => typeof fetch
}

/** Result of random call sequences. */
export interface Exploration {
  /** Sequences that were tried. */
  readonly tried: number
  /** The shortest sequence whose last response violates the guide; `undefined` if none was found. */
  readonly difference?: Difference
  /** The difference as a shell script. */
  readonly script?: string
}

/**
 * Drives random sequences of calls, valid and slightly invalid, against a server and against a fake that has the same users, bot and
 * channel, and compares what the guide determines. A sequence with a difference is shortened as far as possible.
 *
 * @throws Skipped when the server lacks the required data: two users, a bot, a channel
 * @throws Unreachable
 */
export async function explore(options: ContractOptions, { sequences: count, seed, reference }: ExploreOptions): Promise<Exploration> {
  const session = new Session({ ...options, allowWrites: true })
  const { target } = session
  const known = {
    channelId: await target.channelId(),
    user: await target.userId(),
    otherUser: await target.otherUserId(),
    bot: await target.botId(),
  }
  const fake = reference(await worldOf(known, target))
  let tried = 0
  let last: Difference | undefined
  const differs = fc.asyncProperty(sequences, async (steps) => {
    tried++
    const mirror = new Session({ baseUrl: 'http://reference.test/v1', apiKey: 'reference', allowWrites: true, fetch: fake })
    const difference = await play(steps, {
      known,
      fresh: () => session.created.newConversation(known.channelId, {}),
      reference: { send: async (sent) => (await mirror.send(sent)).answer },
      target: { send: async (sent) => (await session.send(sent)).answer },
    })
    last = difference ?? last
    return difference === undefined
  })
  try {
    const { failed, counterexample } = await fc.check(differs, { numRuns: count, seed })
    if (!failed || counterexample === null || last === undefined) return { tried }
    const comment = `The shortest of the sequences that depart from the guide (--explore ${count} --seed ${seed}).`
    return { tried, difference: last, script: scriptOf(last, session.wire.baseUrl, comment) }
  } finally {
    await session.cleanUp()
  }
}
