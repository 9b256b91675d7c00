import { at } from './at.js'
import type { Answer, Exchange } from './exchange.js'
import { operationAt } from './exchange.js'
import type { ContractOptions } from './options.js'
import type { Pace } from './pace.js'
import { hiderOf } from './secrets.js'

/** A request of a rule. */
export interface RuleRequest {
  readonly method: string
  /** Below the base URL, with the query. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly key?: Exchange['key'] | undefined
  readonly body?: string | undefined
}

/** No response: the server is unreachable, or exceeds the timeout. */
export class Unreachable extends Error {}

/** The run is over: it was aborted, or the server is unreachable. */
export class Ended extends Error {}

const DEFAULT_TIMEOUT = 10_000
/** Maximum number of attempts of a request that is answered 429. */
const MAX_TRIES = 30
const MAX_WAIT_SECONDS = 120
/** Number of consecutive requests without a response after which the server counts as unreachable: waiting for all others would take hours. */
const MAX_FAILURES = 30

/** Sends requests with the API key at the configured rate, and retries after a 429. Exchanges contain no keys. */
export class Wire {
  readonly baseUrl: string
  /** Why the server counts as unreachable, if it does. */
  lost: string | undefined
  /** Number of requests that were retried after a 429. */
  retried = 0
  readonly #options: ContractOptions
  readonly #pace: Pace
  readonly #hide: (text: string) => string
  readonly #maxTries: number
  #failures = 0

  /** @param maxTries - maximum number of attempts after a 429 */
  constructor(options: ContractOptions, pace: Pace, maxTries = MAX_TRIES) {
    this.baseUrl = options.baseUrl.replace(/\/+$/, '')
    this.#options = options
    this.#pace = pace
    this.#hide = hiderOf(options)
    this.#maxTries = maxTries
  }

  /**
   * Sends a request and returns the exchange.
   *
   * @throws Unreachable when there is no answer
   * @throws Ended when the run is over
   */
  async send(sent: RuleRequest): Promise<Exchange> {
    const ticket = this.#pace.ticket()
    for (let tries = 1; ; tries++) {
      await this.#turn(ticket)
      const exchange = await this.#exchange(sent)
      if (exchange.answer.status !== 429 || tries === this.#maxTries) return exchange
      const seconds = retryAfter(exchange.answer)
      if (seconds > MAX_WAIT_SECONDS) return exchange
      this.retried++
      this.#pace.hold(seconds * 1000)
    }
  }

  async #turn(ticket: number): Promise<void> {
    const { signal } = this.#options
    try {
      await this.#pace.turn(ticket, signal)
    } catch (error) {
      throw new Ended('the run was ended', { cause: error })
    }
    if (this.lost !== undefined) throw new Ended(`the server is unreachable: ${this.lost}`)
  }

  async #exchange({ method, path, headers = {}, key = 'valid', body }: RuleRequest): Promise<Exchange> {
    const { apiKey, invalidApiKey = 'invalid_key', timeout = DEFAULT_TIMEOUT, fetch = globalThis.fetch } = this.#options
    const authorization = key === 'none' ? {} : { authorization: `Bearer ${key === 'valid' ? apiKey : invalidApiKey}` }
    const json = body === undefined ? {} : { 'content-type': 'application/json' }
    const start = performance.now()
    try {
      const response = await fetch(this.baseUrl + path, {
        method,
        headers: { ...json, ...headers, ...authorization },
        redirect: 'manual',
        signal: AbortSignal.timeout(timeout),
        ...(body !== undefined && { body }),
      })
      const text = await response.text()
      const operation = operationAt(method, path)?.operationId
      this.#failures = 0
      return {
        method,
        path,
        headers: { ...json, ...headers },
        key,
        ...(body !== undefined && { body }),
        ...(operation !== undefined && { operation }),
        answer: this.#answerOf(response, text),
        milliseconds: performance.now() - start,
      }
    } catch (error) {
      const message = `${method} ${this.baseUrl}${path}: ${whyNot(error, timeout)}`
      if (++this.#failures >= MAX_FAILURES) this.lost = message
      throw new Unreachable(message, { cause: error })
    }
  }

  #answerOf(response: Response, received: string): Answer {
    const text = this.#hide(received)
    const headers = Object.fromEntries([...response.headers].map(([name, value]) => [name, this.#hide(value)]))
    return { status: response.status, headers, text, body: parsed(text) }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Seconds to wait before the next attempt; 1 by default. The header may also be a date. */
function retryAfter({ headers, body }: Answer): number {
  const value = headers['retry-after'] ?? at(body, 'error', 'retryAfter')
  const seconds = Number.isNaN(Number(value)) ? (Date.parse(String(value)) - Date.now()) / 1000 : Number(value)
  return seconds >= 0 ? seconds : 1
}

function whyNot(error: unknown, timeout: number): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `no answer within ${timeout} ms`
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (cause instanceof AggregateError && cause.errors.length > 0) return whyNot(cause.errors[0], timeout) // one for each address
  return cause instanceof Error ? cause.message || cause.name : String(cause)
}
