import type { ExploreOptions } from '../../contracts/explore/explore.js'
import type { ContractOptions } from '../../contracts/options.js'
import { createMock, type Mock } from '../mock/create-mock.js'
import { CommandError, type Io } from './io.js'

/**
 * Runs random sequences of calls against a server and a mock with the same users, bot and channel, and reports the shortest one after which
 * they differ.
 *
 * @returns whether none differed
 * @throws CommandError when the server lacks the data for it, or cannot be reached
 */
export async function explored(options: ContractOptions, drawn: Pick<ExploreOptions, 'sequences' | 'seed'>, io: Io): Promise<boolean> {
  const { explore } = await import('../../contracts/explore/explore.js')
  const { tried, difference, script } = await explore(options, { ...drawn, reference: (world) => fetchInto(createMock({ world })) }).catch(
    (error: Error) => {
      throw new CommandError(`--explore: ${error.message}`, { status: 2, cause: error })
    },
  )
  if (difference === undefined) {
    io.stdout.write(`\nExplored ${tried} random sequences (seed ${drawn.seed}): none departs from the guide.\n`)
    return true
  }
  io.stdout.write(`\nA sequence of ${difference.played.length} calls departs from the guide:\n\n${script}`)
  return false
}

/** A `fetch` into a mock, without a network. */
function fetchInto(mock: Mock): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const { pathname, search } = new URL(request.url)
    const body = new Uint8Array(await request.arrayBuffer())
    const path = pathname.replace(/^\/v1/, '') + search
    const response = mock.handle({ method: request.method, path, headers: Object.fromEntries(request.headers), body })
    return new Response(response.body || null, response)
  }
}
