/** Numbers from 0 to 1 that follow from a seed (a linear congruential generator: good enough to vary tests). */
export function numbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** The seed of random tests: a new one for each commit in CI; `FC_SEED` sets it. */
export const SEED = Number(process.env['FC_SEED'] ?? 1)
