import { type Duration, toMilliseconds } from '../time/duration.js'
import { startTimer, stopTimer } from '../time/real-timers.js'

const LONGEST = 24 * 60 * 60 * 1000

interface Waiting<T> {
  readonly wants: (event: T) => boolean
  readonly take: (event: T) => void
  readonly cancel: (why: string) => void
}

/** Callers that wait for the next event of a kind; each event is returned once. */
export class EventWaiters<T extends { readonly event: string }> {
  readonly #given = new WeakSet<T>()
  /** In the order of their calls. */
  readonly #waiting = new Set<Waiting<T>>()

  /**
   * @param what - the kind of event, for the error on timeout
   * @param past - events so far, oldest first
   */
  next(what: string, wants: (event: T) => boolean, past: () => readonly T[], timeout: Duration): Promise<T> {
    const milliseconds = millisecondsOf(timeout)
    const event = past().find((event) => wants(event) && !this.#given.has(event))
    if (event !== undefined) {
      this.#given.add(event)
      return Promise.resolve(event)
    }
    return new Promise((resolve, reject) => {
      const timer = startTimer(() => {
        const seen = past().map(({ event }) => event)
        waiting.cancel(`none came within ${milliseconds} ms; there were ${seen.join(', ') || 'no events at all'}`)
      }, milliseconds)
      const waiting: Waiting<T> = {
        wants,
        take: (event) => {
          stopTimer(timer)
          this.#waiting.delete(waiting)
          resolve(event)
        },
        cancel: (why) => {
          stopTimer(timer)
          this.#waiting.delete(waiting)
          reject(new Error(`No next ${what === '*' ? 'event' : what}: ${why}`))
        },
      }
      this.#waiting.add(waiting)
    })
  }

  /** Number of waiting callers. */
  get size(): number {
    return this.#waiting.size
  }

  /** Passes a new event to the first caller that waits for it. */
  offer(event: T): void {
    for (const waiting of this.#waiting) {
      if (!waiting.wants(event)) continue
      this.#given.add(event)
      waiting.take(event)
      return
    }
  }

  /** Rejects all waiting callers. */
  cancel(why: string): void {
    for (const waiting of [...this.#waiting]) waiting.cancel(why)
  }
}

function millisecondsOf(timeout: Duration): number {
  try {
    const milliseconds = toMilliseconds(timeout)
    if (milliseconds >= 0 && milliseconds <= LONGEST) return milliseconds
  } catch {} // the error below says more
  throw new TypeError(
    `events.next: timeout must be a duration of up to a day, such as 500 (milliseconds) or "5s"; got ${JSON.stringify(timeout) ?? String(timeout)}`,
  )
}
