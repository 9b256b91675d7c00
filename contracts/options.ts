/** Where a contract is checked, and with what. */
export interface ContractOptions {
  /** The base URL of the API: `https://api.linktor.io/v1`. */
  readonly baseUrl: string
  readonly apiKey: string
  /** A key that the server refuses; by default `invalid_key`. */
  readonly invalidApiKey?: string
  /** Runs the rules that create conversations and webhooks, and change those; without it, rules only read. */
  readonly allowWrites?: boolean
  /** Ids on the server; what is left out is looked for. */
  readonly channelId?: string
  readonly contactId?: string
  readonly userId?: string
  readonly otherUserId?: string
  readonly botId?: string
  /**
   * A URL to create webhooks with, which may be sent tests; by default one at which nobody listens: `https://linktor-mock.invalid/hook`,
   * or, for a server on this machine, a closed port of it.
   */
  readonly webhookUrl?: string
  /**
   * Where webhooks of the server reach this machine: `http://127.0.0.1:4555`, or a tunnel's `https://…`. Rules of what is delivered listen
   * there, on 127.0.0.1; without it they are skipped. With the port 0 a free one is taken.
   */
  readonly receiver?: string
  /** The port to listen on, where it is not that of {@link ContractOptions.receiver}: the one to which a tunnel leads. */
  readonly receiverPort?: number
  /** Milliseconds that an answer may take; by default 10,000. */
  readonly timeout?: number
  /** A ceiling of requests a second. */
  readonly rps?: number
  /** Which rules: by id (`CLOSE-03`) or by the part before the number (`LIST`); all by default. */
  readonly only?: readonly string[]
  /** Ids of rules that are known to be broken: each of those is a skip, not a failure. */
  readonly known?: readonly string[]
  /** Ends the run: no rule sends anything any more, and what was created is closed or deleted. */
  readonly signal?: AbortSignal
  /** Sends the requests; by default the global `fetch`. */
  readonly fetch?: typeof fetch
}
