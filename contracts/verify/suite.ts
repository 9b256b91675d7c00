// The file of tests that `verify` has vitest run, in a thread of its own.
import { inject } from 'vitest'
import { describeContract } from '../describe-contract.js'
import type { ContractOptions } from '../options.js'
import { endOfRun } from './end-of-run.js'

declare module 'vitest' {
  interface ProvidedContext {
    contract: Omit<ContractOptions, 'fetch' | 'signal'>
    /** Where the word comes that the run is to end. */
    channel: string
  }
}

describeContract({ ...inject('contract'), signal: endOfRun(inject('channel')) })
