import { decodeBody } from '../adapters/decode-body.js'
import { decoders } from '../adapters/node/decoders.js'
import { forward, type Incoming, MOST_BYTES, type Outgoing, whyNone } from './forward.js'
import { type InstalledPrism, type RunningPrism, startPrism } from './prism.js'
import { REPLAY, type Replay, Replays } from './replays.js'
import { sentencesOf } from './violations.js'

/** Result of a check of a request and its response. */
export interface CheckResult {
  /** Violations of the document. */
  readonly violations: readonly string[]
  /** Reason why they were not checked. */
  readonly note?: string
}

const LONGEST_CHECK = 10_000
const DECODERS = decoders(MOST_BYTES)
/** Methods that HTTP defines and the document does not describe. */
const UNDESCRIBED_METHODS: ReadonlySet<string> = new Set(['HEAD', 'OPTIONS'])

/**
 * Checks requests and responses by Prism. Prism is a proxy: it is sent a copy of the request, and behind it finds a copy of the response.
 * So it changes nothing of the traffic; as a proxy in its midst it would rewrite all JSON, follow redirects, fail at HEAD, and respond itself
 * to bodies that are not JSON, and in place of a 501.
 */
export class PrismChecker {
  readonly #start: () => Promise<RunningPrism>
  readonly #replays: Replays
  /** Absent while it does not run: some responses end it, such as one with an invalid content type. */
  #prism: Promise<RunningPrism> | undefined
  #stopped = false

  private constructor(start: () => Promise<RunningPrism>, replays: Replays) {
    this.#start = start
    this.#replays = replays
  }

  /** @throws NoPrism when it does not start */
  static async start(installed: InstalledPrism, document: string): Promise<PrismChecker> {
    const replays = new Replays()
    const upstream = await replays.open()
    const checker = new PrismChecker(() => startPrism(installed, { document, upstream }), replays)
    try {
      await checker.#running()
      return checker
    } catch (error) {
      replays.close()
      throw error
    }
  }

  /**
   * Checks a request and its response. Never throws: a check that was impossible is reported in a note.
   *
   * @param path - below the base URL, with the query
   */
  async check(path: string, request: Outgoing, response: Incoming): Promise<CheckResult> {
    if (UNDESCRIBED_METHODS.has(request.method)) return { violations: [] }
    try {
      const replay = { status: response.status, headers: response.headers, body: await decoded(response), requested: false }
      const { 'content-encoding': _encoding, ...plainHeaders } = request.headers
      const plain = { ...request, headers: plainHeaders, body: await decoded(request) }
      const seen = await this.#shown(path, plain, replay)
      if (replay.requested) return { violations: violationsIn(seen, `${request.method} ${path}`) }
      // Prism does not forward such a request. Its violations of the response come with the same request without a body.
      const { 'content-length': _length, ...headers } = plainHeaders
      const again = await this.#shown(path, { ...plain, headers, body: Buffer.alloc(0) }, replay)
      const others = violationsIn(again, `${request.method} ${path}`).filter((sentence) => sentence.startsWith('response'))
      return { violations: [rejectionIn(seen), ...others] }
    } catch (error) {
      return { violations: [], note: `not checked: ${whyNone(error)}` }
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#replays.close()
    await this.#prism?.then(
      (prism) => prism.stop(),
      () => {}, // it has not started
    )
  }

  async #shown(path: string, { method, headers, body }: Outgoing, replay: Replay): Promise<Incoming> {
    const { url } = await this.#running()
    return this.#replays.during(replay, (name) => {
      const copy = { method, url: url + path, headers: { ...headers, [REPLAY]: name }, body, signal: AbortSignal.timeout(LONGEST_CHECK) }
      return forward(copy).catch(failed)
    })
  }

  #running(): Promise<RunningPrism> {
    if (this.#stopped) throw new Error('the proxy is being stopped')
    if (this.#prism === undefined) {
      this.#prism = this.#start()
      const forget = (): void => {
        this.#prism = undefined
      }
      this.#prism.then(({ ended }) => ended).then(forget, forget)
    }
    return this.#prism
  }
}

/**
 * Decodes a body.
 *
 * @throws Error for an unknown coding, or a body that is not in it
 */
async function decoded({ headers, body }: Pick<Outgoing, 'headers' | 'body'>): Promise<Buffer> {
  const encoding = String(headers['content-encoding'] ?? '')
  if (encoding === '' || body.length === 0) return body
  const result = await decodeBody(body, encoding, DECODERS)
  if (!result.isDecoded) throw new Error(`a body has the unknown encoding ${encoding}`)
  if (result.body === undefined) throw new Error(result.undecodable ?? 'a body cannot be decoded')
  return Buffer.from(result.body)
}

/** @throws Error when Prism has failed */
function violationsIn(seen: Incoming, requested: string): string[] {
  const header = seen.headers['sl-violations']
  if (seen.headers[REPLAY] !== undefined) return header === undefined ? [] : sentencesOf(String(header), requested)
  const reason = reasonOf(seen)
  if (reason.startsWith('invalid json response body')) return ['response body is not JSON']
  return failed(reason)
}

function failed(error: unknown): never {
  throw new Error(`Prism fails at it: ${whyNone(error)}`, { cause: error })
}

function rejectionIn(seen: Incoming): string {
  const reason = reasonOf(seen)
  return reason === 'invalid JSON' ? 'request body is not JSON' : `request: ${reason}`
}

/** Reason why Prism responds itself. */
function reasonOf({ status, body }: Incoming): string {
  try {
    const { error, title }: { readonly error?: { readonly message?: string }; readonly title?: string } = JSON.parse(String(body))
    const reason = error?.message ?? title ?? ''
    return (reason.charAt(0).toLowerCase() + reason.slice(1)).split(/ at https?:|\. See: /)[0] ?? ''
  } catch {
    return `it responded ${status}`
  }
}
