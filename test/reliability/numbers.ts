/** Numbers from 0 up to 1 that follow from a seed (a linear congruential generator: good enough to vary tests). */
export function numbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** Seed of random tests: another one for each commit in CI, and fixed by `FC_SEED`. */
export const SEED = Number(process.env['FC_SEED'] ?? 1)
