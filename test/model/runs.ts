import fc from 'fast-check'

/**
 * Number of runs and seed of properties: constant by default, so that runs are reproducible. `FC_RUNS` and `FC_SEED` override them.
 *
 * @example FC_SEED=$RANDOM FC_RUNS=5000 npx vitest run --config .config/vitest.config.ts test/properties
 */
export function runs<T>(numRuns: number): fc.Parameters<T> {
  return { seed: numberFrom('FC_SEED') ?? 1, numRuns: numberFrom('FC_RUNS') ?? numRuns, reporter: report }
}

/** A failure whose message describes the steps, more readable than the drawn values. */
export class DescribedFailure extends Error {}

/** Fails with the smallest counterexample. */
function report<T>(details: fc.RunDetails<T>): void {
  if (!details.failed) return
  const { errorInstance, seed, numRuns, numShrinks, counterexample } = details
  const reason = errorInstance instanceof Error ? errorInstance.message : fc.stringify(errorInstance)
  const drawn = errorInstance instanceof DescribedFailure ? [] : [`With ${fc.stringify(counterexample)}:`]
  throw new Error(
    [...drawn, reason, '', `(found in run ${numRuns}, made smaller ${numShrinks} times; FC_SEED=${seed} finds it again)`].join('\n'),
  )
}

function numberFrom(variable: string): number | undefined {
  const text = process.env[variable]
  if (text === undefined || text === '') return undefined
  if (!/^-?\d+$/.test(text)) throw new Error(`${variable} must be a whole number; got ${JSON.stringify(text)}`)
  return Number(text)
}
