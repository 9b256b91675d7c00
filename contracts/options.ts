/** Where a contract is checked, and with what. */
export interface ContractOptions {
  /** The base URL of the API: `https://api.linktor.io/v1`. */
  readonly baseUrl: string
  readonly apiKey: string
  /** A key that the server refuses; by default `invalid_key`. */
  readonly invalidApiKey?: string
  /** Runs the rules that create conversations and change those; without it, rules only read. */
  readonly allowWrites?: boolean
  /** Ids on the server; what is left out is looked for. */
  readonly channelId?: string
  readonly contactId?: string
  readonly userId?: string
  readonly otherUserId?: string
  readonly botId?: string
  /** Milliseconds that an answer may take; by default 10,000. */
  readonly timeout?: number
  /** A ceiling of requests a second. */
  readonly rps?: number
  /** Which rules: by id (`CLOSE-03`) or by the part before the number (`LIST`); all by default. */
  readonly only?: readonly string[]
  /** Ids of rules that are known to be broken: each of those is a skip, not a failure. */
  readonly known?: readonly string[]
  /** Ends the run: no rule sends anything any more, and what was created is closed. */
  readonly signal?: AbortSignal
  /** Sends the requests; by default the global `fetch`. */
  readonly fetch?: typeof fetch
}
