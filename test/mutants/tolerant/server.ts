import type { Mock } from '../../../src/index.js'
import { fetchFrom } from '../call.js'
import { choose } from './choices.js'
import { inwards, outwards } from './ids.js'
import { Repeats } from './repeats.js'
import { dress } from './response-values.js'

/**
 * `fetch` to a server that keeps to the guide, and is otherwise another one: it shows more, and does differently whatever the guide
 * leaves open. No rule may fail on it.
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

/** Milliseconds. Some calls take longer than others, so that what is asked side by side is not answered in order. */
const SLOWEST = 7
