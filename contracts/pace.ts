/** A request that waits for its turn. */
interface Waiting {
  readonly ticket: number
  readonly go: () => void
}

/** Limits the rate of requests, pauses while the server requires it, and admits the oldest ticket first. */
export class Pace {
  readonly #interval: number
  /** In the order of their tickets. */
  readonly #waiting: Waiting[] = []
  #next = 0
  #tickets = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  /** @param rps - maximum requests per second (default: unlimited) */
  constructor(rps?: number) {
    this.#interval = rps === undefined ? 0 : 1000 / rps
  }

  /** A place in the queue, which a retried request retains, so that it is not starved by others. */
  ticket(): number {
    return ++this.#tickets
  }

  /**
   * Waits until the request with this ticket may be sent.
   *
   * @throws the reason of the signal, when it is aborted
   */
  turn(ticket: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const waiting = { ticket, go }
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', leave, { once: true })
      const before = this.#waiting.findLastIndex((other) => other.ticket < ticket)
      this.#waiting.splice(before + 1, 0, waiting)
      this.#serve()

      function go(): void {
        signal?.removeEventListener('abort', leave)
        resolve()
      }
    })
  }

  /** Pauses all requests. */
  hold(milliseconds: number): void {
    this.#next = Math.max(this.#next, performance.now() + milliseconds)
  }

  #serve(): void {
    clearTimeout(this.#timer)
    while (this.#waiting.length > 0) {
      const now = performance.now()
      if (this.#next > now) {
        this.#timer = setTimeout(() => this.#serve(), this.#next - now)
        return
      }
      this.#next = now + this.#interval
      this.#waiting.shift()?.go()
    }
  }
}
