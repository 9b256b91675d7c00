import type { ApiRequest } from '../api-request.js'
import type { Bounds } from '../events/ring-buffer.js'
import { authenticate } from '../pipeline/authenticate.js'

/**
 * What each API key has for itself, where a mock was made with `sandboxPerKey`: a mock of its own, with its own data, clock, faults, events
 * and requests, which starts as the whole one does. Nothing is copied before it is written to.
 *
 * @example
 * const mock = createMock({ sandboxPerKey: true })
 * mock.sandboxes.of('key-of-worker-1').db.conversations.create({ status: 'pending' })
 */
export interface MockSandboxes<M> {
  /**
   * The mock of a key, which is made if there is none yet; the whole one, where all keys share one state. Of 1,000 keys, the one that was
   * used least lately makes room for another. A sandbox keeps its last 100 requests and 100 events, or fewer where they are large.
   */
  of(key: string): M
  /** The keys that have one, the latest used last. */
  keys(): readonly string[]
  /** Whether a mock is that of a key; to ask does not count as a use. */
  has(mock: M): boolean
  /** Lets the mock of a key go, so that the next request with it starts anew; says whether it had one. */
  delete(key: string): boolean
}

/** A mock, and what ends whatever it has under way. */
export interface Sandbox<M> {
  readonly mock: M
  readonly close: () => void
}

/** So many keys may have one. */
const MAX_SANDBOXES = 1000
/**
 * What each of them keeps of its requests, of those that are mistakes, and of its events: less than a whole mock does, so that all of them
 * together stay within 768 Mi characters.
 */
export const SANDBOX_BOUNDS: Bounds = { maxCount: 100, maxCharacters: 256 * 1024 }

/** The sandboxes of a mock. */
export class Sandboxes<M> implements MockSandboxes<M> {
  readonly #make: () => Sandbox<M>
  readonly #apiKeys: ReadonlySet<string>
  /** The latest used last. */
  readonly #byKey = new Map<string, Sandbox<M>>()

  /** @param make - one that starts as the whole mock does */
  constructor(make: () => Sandbox<M>, apiKeys: ReadonlySet<string>) {
    this.#make = make
    this.#apiKeys = apiKeys
  }

  of(key: string): M {
    const sandbox = this.#byKey.get(key) ?? this.#make()
    this.#byKey.delete(key)
    this.#byKey.set(key, sandbox)
    for (const oldest of this.#byKey.keys()) {
      if (this.#byKey.size <= MAX_SANDBOXES) break
      this.delete(oldest)
    }
    return sandbox.mock
  }

  keys(): readonly string[] {
    return [...this.#byKey.keys()]
  }

  has(mock: M): boolean {
    for (const sandbox of this.#byKey.values()) if (sandbox.mock === mock) return true
    return false
  }

  delete(key: string): boolean {
    this.#byKey.get(key)?.close()
    return this.#byKey.delete(key)
  }

  clear(): void {
    for (const key of this.keys()) this.delete(key)
  }

  /** The mock that a request is for; nothing for one whose key will not do, which the whole mock refuses. */
  for(request: ApiRequest): M | undefined {
    const key = keyOf(request, this.#apiKeys)
    return key === undefined ? undefined : this.of(key)
  }
}

function keyOf(request: ApiRequest, apiKeys: ReadonlySet<string>): string | undefined {
  try {
    return authenticate(request, apiKeys)
  } catch {
    return undefined
  }
}
