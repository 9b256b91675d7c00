/** A request that a server has sent to a webhook. */
export interface Received {
  readonly method: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** As it came, byte for byte. */
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Parsed; nothing where it is no JSON. */
  readonly body: unknown
}

/** What a hook answers with. */
export interface Reply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Takes what webhooks are sent, however it comes here. */
export class Receiver {
  readonly #base: string
  readonly #close: () => Promise<void>
  readonly #hooks = new Map<string, Hook>()

  /**
   * @param base - where a server reaches it
   * @param close - ends what brings it requests
   */
  constructor(base: string, close: () => Promise<void> = async () => {}) {
    this.#base = base.replace(/\/+$/, '')
    this.#close = close
  }

  /**
   * A place of its own, at which nothing has arrived yet.
   *
   * @param timeout - milliseconds that what is waited for may take; by default 10,000
   */
  hook(timeout = DEFAULT_TIMEOUT): Hook {
    const path = `/linktor-mock/${this.#hooks.size + 1}-${Math.random().toString(36).slice(2, 8)}`
    const hook = new Hook(this.#base + path, timeout)
    this.#hooks.set(path, hook)
    return hook
  }

  /** Takes a request, and gives the answer of the hook that it is for. A tunnel may put something before its path. */
  take(path: string, request: Omit<Received, 'body'>): Reply {
    const [plain = ''] = path.split('?')
    const its = [...this.#hooks.keys()].find((each) => plain.endsWith(each))
    return this.#hooks.get(its ?? '')?.take(request) ?? { status: 404 }
  }

  /** Takes no more. */
  close(): Promise<void> {
    return this.#close()
  }
}

/** A URL for a webhook, and what arrives there. */
export class Hook {
  readonly url: string
  /** In the order in which it came. */
  readonly received: Received[] = []
  /** What the next request is answered with. */
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
   * What has arrived, once there is so much of it that a test holds, or else when it has taken too long.
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
