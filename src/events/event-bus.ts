import type { Duration } from '../time/duration.js'
import { EVENT_NAMES, type EventName, type EventOf, type MockEvent } from './event.js'
import { EventWaiters } from './event-waiters.js'
import type { LazyEvent } from './lazy-event.js'
import { type Bounds, charactersIn, DEFAULT_BOUNDS, RingBuffer } from './ring-buffer.js'

/** So many events may listeners cause, one by another, before that is taken for a circle. */
const MOST_CAUSED = 10_000
const DEFAULT_TIMEOUT = '1s'

const NAMES: ReadonlySet<string> = new Set(['*', ...EVENT_NAMES])

export interface NextOptions {
  readonly timeout?: Duration
}

/** What a mock shows of its events. */
export type MockEvents = Pick<EventBus, 'on' | 'all' | 'next' | 'clear'>

/**
 * The events of a fake, as they happen: told to listeners once the change is done, and kept to be looked at.
 *
 * @example
 * const stop = mock.events.on('conversation.closed', (event) => console.log(event.data.id))
 */
export class EventBus {
  readonly #listeners = new Set<(event: MockEvent) => void>()
  #untold: LazyEvent[] = []
  #telling = false
  readonly #kept: RingBuffer<LazyEvent>
  readonly #waiting = new EventWaiters<MockEvent>()
  #settle: () => void = () => {}

  constructor(bounds: Bounds = DEFAULT_BOUNDS) {
    this.#kept = new RingBuffer(bounds)
  }

  /**
   * Calls a listener for each event of a name, or for each event there is (`'*'`). What a listener throws is printed, and harms nobody.
   *
   * @returns what ends it
   * @throws TypeError for a name that no event has
   */
  on<Name extends EventName>(name: Name, listener: (event: EventOf<Name>) => void): () => void
  on(name: '*', listener: (event: MockEvent) => void): () => void
  on<Name extends EventName>(name: Name | '*', listener: (event: MockEvent | EventOf<Name>) => void): () => void {
    requireName('on', name)
    const listen = (event: MockEvent): void => {
      if (name === '*' || isNamed(event, name)) listener(event)
    }
    this.#listeners.add(listen)
    return () => this.#listeners.delete(listen)
  }

  /**
   * The last 1,000 events since the start or the last reset, 100 in a sandbox, or fewer where they are large; oldest first; of one name
   * when given.
   */
  all(): readonly MockEvent[]
  all<Name extends EventName>(name: Name): readonly EventOf<Name>[]
  all(name?: EventName): readonly MockEvent[] {
    if (name !== undefined) requireName('all', name)
    this.#settle()
    const kept = this.#kept.toArray()
    return (name === undefined ? kept : kept.filter((event) => event.name === name)).map(({ event }) => event)
  }

  /**
   * The next event of a name, or of any (`'*'`): the oldest one since the start or the last reset that no call of this has given yet,
   * or else the first to come. So nothing is missed, whether it happens before or after one asks for it.
   *
   * @param options - `timeout`: how long to wait, in real time; by default a second
   * @throws Error when none has come by then, telling what did; when they are forgotten meanwhile
   * @throws TypeError for a name that no event has, or a timeout that is none
   * @example
   * const { data } = await mock.events.next('conversation.closed')
   */
  next<Name extends EventName>(name: Name, options?: NextOptions): Promise<EventOf<Name>>
  next(name: '*', options?: NextOptions): Promise<MockEvent>
  async next(name: EventName | '*', { timeout = DEFAULT_TIMEOUT }: NextOptions = {}): Promise<MockEvent> {
    requireName('next', name)
    this.#settle()
    return this.#waiting.next(
      name,
      (event) => name === '*' || event.event === name,
      () => this.all(),
      timeout,
    )
  }

  /** Calls back before anyone looks: for what is due by then to happen first. */
  beforeRead(settle: () => void): void {
    this.#settle = settle
  }

  /** Tells everyone who listens, of all events in their order: what a listener causes is told after what it was told of. */
  publish(happenings: readonly LazyEvent[]): void {
    for (const event of happenings) {
      this.#kept.add(event, charactersIn(event.data))
      if (this.#telling || this.#listeners.size > 0) this.#untold.push(event)
      if (this.#waiting.size > 0) this.#waiting.offer(event.event)
    }
    if (this.#untold.length > 0 && !this.#telling) this.#tellAll()
  }

  /** Forgets what happened, told or not yet; listeners stay. */
  clear(): void {
    this.#kept.clear()
    this.#untold = []
    this.#waiting.giveUp('the events were forgotten meanwhile, by reset() or clear()')
  }

  #tellAll(): void {
    this.#telling = true
    try {
      const most = this.#untold.length + MOST_CAUSED
      let queue = this.#untold
      for (let next = 0, told = 0; next < queue.length; told++) {
        if (told === most) throw new Error(`listeners have caused ${MOST_CAUSED} events by now: one of them causes what it listens to`)
        this.#tell((queue[next++] as LazyEvent).event)
        if (queue !== this.#untold) [queue, next] = [this.#untold, 0]
      }
    } catch (error) {
      console.error('Telling of events was broken off:', error)
    } finally {
      this.#telling = false
      this.#untold = []
    }
  }

  #tell(event: MockEvent): void {
    for (const listen of [...this.#listeners]) {
      try {
        listen(event)
      } catch (error) {
        console.error(`A listener of ${event.event} failed:`, error)
      }
    }
  }
}

function isNamed<Name extends EventName>(event: MockEvent, name: Name): event is EventOf<Name> {
  return event.event === name
}

function requireName(call: string, name: string): void {
  if (!NAMES.has(name)) throw new TypeError(`events.${call}: there is no event ${JSON.stringify(name)}; there are ${[...NAMES].join(', ')}`)
}
