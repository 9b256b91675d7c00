/** A request that a server has sent to a webhook. */
export interface Received {
  readonly method: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** The body, byte for byte. */
  readonly bytes: Uint8Array<ArrayBuffer>
  /** The parsed body; `undefined` if it is not JSON. */
  readonly body: unknown
}

/** Response of a hook. */
export interface Reply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Receives deliveries, by any transport. */
export class Receiver {
  readonly #base: string
  readonly #close: () => Promise<void>
  readonly #hooks = new Map<string, Hook>()

  /**
   * @param base - URL at which a server reaches it
   * @param close - stops the transport
   */
  constructor(base: string, close: () => Promise<void> = async () => {}) {
    this.#base = base.replace(/\/+$/, '')
    this.#close = close
  }

  /**
   * A new URL without deliveries.
   *
   * @param timeout - milliseconds to wait for deliveries; by default 10,000
   */
  hook(timeout = DEFAULT_TIMEOUT): Hook {
    const path = `/linktor-mock/${this.#hooks.size + 1}-${Math.random().toString(36).slice(2, 8)}`
    const hook = new Hook(this.#base + path, timeout)
    this.#hooks.set(path, hook)
    return hook
  }

  /** Passes a request to its hook and returns the reply. A tunnel may add a prefix to the path. */
  take(path: string, request: Omit<Received, 'body'>): Reply {
    const [plain = ''] = path.split('?')
    const its = [...this.#hooks.keys()].find((each) => plain.endsWith(each))
    return this.#hooks.get(its ?? '')?.take(request) ?? { status: 404 }
  }

  /** Stops receiving. */
  close(): Promise<void> {
    return this.#close()
  }
}

/** A URL for a webhook, and what arrives there. */
export class Hook {
  readonly url: string
  /** In the order of arrival. */
  readonly received: Received[] = []
  /** Response to the next request. */
  reply: Reply = { status: 200 }
  readonly #timeout: number
  readonly #waiting = new Set<() => void>()

  constructor(url: string, timeout: number) {
    this.url = url
    this.#timeout = timeout
  }

  take(request: Omit<Received, 'body'>): Reply {
    this.received.push({ ...request, body: parsed(request.bytes) })
    for (const look of this.#waiting) look()
    return this.reply
  }

  /**
   * The received requests, as soon as they satisfy the predicate, or at the timeout.
   *
   * @example const [first] = await hook.once((received) => received.length > 0)
   */
  once(holds: (received: readonly Received[]) => boolean): Promise<readonly Received[]> {
    const late = AbortSignal.timeout(this.#timeout)
    return new Promise((resolve) => {
      const look = (): void => {
        if (!holds(this.received) && !late.aborted) return
        this.#waiting.delete(look)
        late.removeEventListener('abort', look)
        resolve([...this.received])
      }
      this.#waiting.add(look)
      late.addEventListener('abort', look)
      look()
    })
  }
}

const DEFAULT_TIMEOUT = 10_000

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}
