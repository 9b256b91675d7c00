import type { ErrorResponse } from '../api-error.js'
import type { ApiNotes, ApiResponse } from '../api-request.js'

/** One kind of fault: its options and how they are parsed. */
export interface FaultKind<Settings, Fault> {
  /** Names of its settings beside `kind`, for errors. */
  readonly settings: readonly string[]
  /**
   * Validates settings and fills in defaults.
   *
   * @param call - the caller as errors name it: `faults.set`
   * @throws TypeError naming the field, its value and what is valid
   */
  readonly parse: (call: string, settings: Settings) => Fault
}

/** A kind of fault that changes how a matched request is handled. */
export interface AppliedKind<Settings, Fault> extends FaultKind<Settings, Fault> {
  /** Tells whether it can apply to a request. */
  readonly applies: (request: { readonly hasResponseBody: boolean }) => boolean
  /** Responds to a request in the way of the fault. */
  readonly apply: (fault: Fault, request: Handling) => ApiResponse
}

/** A request that is about to be handled. */
export interface Handling {
  /** Handles the request as without the fault. */
  readonly handle: () => ApiResponse
  /** Builds an error response. */
  readonly reject: (error: ErrorResponse) => ApiResponse
  readonly notes: ApiNotes
}

export const always = (): boolean => true
