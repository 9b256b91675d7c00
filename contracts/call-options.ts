import type { Exchange } from './exchange.js'

export type Query = Readonly<Record<string, string | number | boolean>>

export interface CallOptions {
  readonly query?: Query
  /** Sent as JSON; a string is sent unchanged. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Default: `valid`. */
  readonly key?: Exchange['key']
}
