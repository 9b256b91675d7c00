/** Options of a run: the server, its keys, and the rules to check. */
export interface ContractOptions {
  /** The base URL of the API: `https://api.linktor.io/v1`. */
  readonly baseUrl: string
  readonly apiKey: string
  /** A key that the server rejects; by default `invalid_key`. */
  readonly invalidApiKey?: string
  /** Runs the rules that create conversations and webhooks, and change those; without it, rules only read. */
  readonly allowWrites?: boolean
  /** Ids on the server; missing ones are searched for in its lists. */
  readonly channelId?: string
  readonly contactId?: string
  readonly userId?: string
  readonly otherUserId?: string
  readonly botId?: string
  /**
   * A URL to create webhooks with, which may receive tests; by default an unreachable one: `https://linktor-mock.invalid/hook`,
   * or, for a server on this machine, a closed port of it.
   */
  readonly webhookUrl?: string
  /**
   * URL at which the server reaches this machine: `http://127.0.0.1:4555`, or that of a tunnel, `https://…`. The rules about deliveries listen
   * on 127.0.0.1 at its port; without it they are skipped. Port 0 selects a free port.
   */
  readonly receiver?: string
  /** The local port to listen on, if it differs from that of {@link ContractOptions.receiver}, as behind a tunnel. */
  readonly receiverPort?: number
  /** Timeout of a request in milliseconds; by default 10,000. */
  readonly timeout?: number
  /** Maximum requests per second. */
  readonly rps?: number
  /** Which rules: by id (`CLOSE-03`) or by the part before the number (`LIST`); all by default. */
  readonly only?: readonly string[]
  /** Ids of rules with known failures: those are skipped instead of failing. */
  readonly known?: readonly string[]
  /** Aborts the run: no further requests are sent, and what was created is closed or deleted. */
  readonly signal?: AbortSignal
  /** Sends the requests; by default the global `fetch`. */
  readonly fetch?: typeof fetch
}
