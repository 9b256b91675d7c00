import type { Exchange } from './exchange.js'

export type Query = Readonly<Record<string, string | number | boolean>>

export interface CallOptions {
  readonly query?: Query
  /** RuleRequest as JSON; text is sent as it is. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** By default the valid one. */
  readonly key?: Exchange['key']
}
