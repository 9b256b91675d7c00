import { fileURLToPath } from 'node:url'
import { findPrism, type RunningPrism, startPrism } from '../../src/proxy/prism.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const DOCUMENT = fileURLToPath(new URL('../../spec/openapi.yaml', import.meta.url))

/** Responses of Prism itself instead of the server. */
interface PrismError {
  /** `https://stoplight.io/prism/errors#UNPROCESSABLE_ENTITY` */
  readonly type?: string
  readonly error?: { readonly code: string }
  readonly validation?: readonly { readonly location: readonly string[]; readonly message: string }[]
}

/** Why requests of a method go around Prism. */
const AROUND: Readonly<Record<string, string>> = {
  HEAD: 'HEAD, whose answer has no JSON for Prism to read',
  OPTIONS: 'OPTIONS, which HTTP describes and the document need not',
}

/** A connection to a server through Prism, which rejects requests and responses that violate the document. */
export class ByPrism {
  /** Number of requests sent through Prism. */
  requests = 0
  /** Number of requests that both Prism and the server rejected. */
  rejected = 0
  /** Number of requests that bypassed Prism, by reason. */
  readonly around = new Map<string, number>()
  /** Requests that Prism rejected and the server accepted. */
  readonly accepted: string[] = []
  /** Violations of the document in responses. */
  readonly violations: string[] = []
  readonly #prism: RunningPrism
  readonly #baseUrl: string

  private constructor(prism: RunningPrism, baseUrl: string) {
    this.#prism = prism
    this.#baseUrl = baseUrl
  }

  /** Starts `prism proxy spec/openapi.yaml <baseUrl> --errors`. */
  static async to(baseUrl: string): Promise<ByPrism> {
    return new ByPrism(await startPrism(findPrism([ROOT]), { document: DOCUMENT, upstream: baseUrl, errors: true }), baseUrl)
  }

  stop(): Promise<void> {
    return this.#prism.stop()
  }

  /** `fetch` for a session of the contract: sends every request to the server through Prism. */
  readonly fetch: typeof fetch = async (input, init) => {
    const url = String(input)
    const { method = 'GET', body = '' } = init ?? {}
    const what = `${method} ${url.slice(this.#baseUrl.length)} ${body}`
    const reason = AROUND[method]
    if (reason !== undefined) {
      this.around.set(reason, (this.around.get(reason) ?? 0) + 1)
      return fetch(input, init)
    }
    this.requests++
    const answer = await fetch(this.#prism.url + url.slice(this.#baseUrl.length), init)
    if (answer.headers.has('x-request-id')) {
      const warnings = answer.headers.get('sl-violations')
      if (warnings !== null) this.violations.push(`${what}: ${warnings}`)
      return answer
    }
    // Every response of the mock has a request id, so this one is Prism's own.
    const error: PrismError = await answer.json()
    if (error.type?.endsWith('#VIOLATIONS')) throw this.#violated(what, error)
    return this.#directly(`${what}: ${JSON.stringify(error)}`, input, init)
  }

  /** The server has performed the request, but Prism rejected its response. */
  #violated(what: string, { validation = [] }: PrismError): Error {
    const found = validation.map(({ location, message }) => `${what}: ${location.join('.')} ${message}`)
    this.violations.push(...found)
    return new Error(found.join('\n'))
  }

  async #directly(what: string, ...request: Parameters<typeof fetch>): Promise<Response> {
    const answer = await fetch(...request)
    if (answer.ok) this.accepted.push(`${what}: ${answer.status}`)
    else this.rejected++
    return answer
  }
}
