import type { ApiRequest } from '../api-request.js'
import type { Bounds } from '../events/ring-buffer.js'
import { requireKey } from '../pipeline/authenticate.js'
import { type InternalMock, internalsOf } from './internals.js'
import type { Mock, MockSandboxes } from './mock.js'

const MAX_SANDBOXES = 1000
/** Limits of the request log and the events of a sandbox, lower than those of the root mock: all sandboxes stay within 768 Mi characters. */
export const SANDBOX_BOUNDS: Bounds = { maxCount: 100, maxCharacters: 256 * 1024 }

/** The sandboxes of a mock. */
export class Sandboxes implements MockSandboxes<Mock> {
  readonly #create: () => InternalMock
  readonly #apiKeys: ReadonlySet<string>
  /** The most recently used last. */
  readonly #byKey = new Map<string, InternalMock>()

  /** @param create - creates a mock that starts as the root mock does */
  constructor(create: () => InternalMock, apiKeys: ReadonlySet<string>) {
    this.#create = create
    this.#apiKeys = apiKeys
  }

  of(key: string): Mock {
    const sandbox = this.#byKey.get(key) ?? this.#create()
    this.#byKey.delete(key)
    this.#byKey.set(key, sandbox)
    for (const oldest of this.#byKey.keys()) {
      if (this.#byKey.size <= MAX_SANDBOXES) break
      this.delete(oldest)
    }
    return sandbox
  }

  keys(): readonly string[] {
    return [...this.#byKey.keys()]
  }

  has(mock: Mock): boolean {
    for (const sandbox of this.#byKey.values()) if (sandbox === mock) return true
    return false
  }

  delete(key: string): boolean {
    const sandbox = this.#byKey.get(key)
    if (sandbox !== undefined) internalsOf(sandbox).close()
    return this.#byKey.delete(key)
  }

  clear(): void {
    for (const key of this.keys()) this.delete(key)
  }

  /** The mock for a request; `undefined` for one without a valid key, which the root mock rejects. */
  for(request: ApiRequest): Mock | undefined {
    let key: string
    try {
      key = requireKey(request, this.#apiKeys)
    } catch {
      return undefined
    }
    return this.of(key)
  }
}
