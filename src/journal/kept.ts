import type { ApiRequest, ApiResponse } from '../api/request.js'

/** A request as it is kept: as it came, for most are never looked at. */
export interface Kept {
  readonly id: number
  readonly request: ApiRequest
  readonly response: ApiResponse
  /** Unix milliseconds of the mock's time. */
  readonly at: number
  readonly duration: number
}
