import type { Mock } from '../../../src/index.js'
import { fetchFrom } from '../call.js'
import { choose } from './choices.js'
import { inwards, outwards } from './ids.js'
import { Repeats } from './repeats.js'
import { dress } from './response-values.js'

/**
 * `fetch` for a server that follows the guide but is not the mock: it returns more, and chooses differently wherever the guide is silent.
 * No rule may fail on it.
 */
export function fetchFromTolerant(mock: Mock): typeof fetch {
  const repeats = new Repeats()
  let calls = 0
  return fetchFrom(mock, async (call) => {
    await new Promise((resolve) => setTimeout(resolve, ++calls % SLOWEST))
    const answer = repeats.once(inwards(call), choose)
    dress(answer, call)
    outwards(answer)
    return answer
  })
}

/** Milliseconds. Calls take different times, so that concurrent responses arrive out of order. */
const SLOWEST = 7
