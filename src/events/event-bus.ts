import { Listeners } from '../store/listeners.js'
import type { Duration } from '../time/duration.js'
import { EVENT_NAMES, type EventName, type EventOf, type MockEvent } from './event.js'
import { EventWaiters } from './event-waiters.js'
import type { LazyEvent } from './lazy-event.js'
import { type Bounds, charactersIn, DEFAULT_BOUNDS, RingBuffer } from './ring-buffer.js'

/** Events that listeners may cause in a row, one by another, before that is treated as an endless loop. */
const MOST_CAUSED = 10_000
const DEFAULT_TIMEOUT = '1s'

const NAMES: ReadonlySet<string> = new Set(['*', ...EVENT_NAMES])

export interface NextOptions {
  readonly timeout?: Duration
}

/** The public part of the event bus. */
export type MockEvents = Pick<EventBus, 'on' | 'all' | 'next' | 'clear'>

/**
 * The events of a mock: published to listeners once the change is committed, and stored to be read.
 *
 * @example
 * const stop = mock.events.on('conversation.closed', (event) => console.log(event.data.id))
 */
export class EventBus {
  readonly #listeners = new Listeners<MockEvent>()
  #unpublished: LazyEvent[] = []
  #isPublishing = false
  readonly #stored: RingBuffer<LazyEvent>
  readonly #waiters = new EventWaiters<MockEvent>()
  #beforeReadListener: () => void = () => {}

  constructor(bounds: Bounds = DEFAULT_BOUNDS) {
    this.#stored = new RingBuffer(bounds)
  }

  /**
   * Calls a listener for each event with a name, or for every event (`'*'`). Errors of listeners are logged, and affect nothing else.
   *
   * @returns a function that removes the listener
   * @throws TypeError for an unknown event name
   */
  on<Name extends EventName>(name: Name, listener: (event: EventOf<Name>) => void): () => void
  on(name: '*', listener: (event: MockEvent) => void): () => void
  on<Name extends EventName>(name: Name | '*', listener: (event: MockEvent | EventOf<Name>) => void): () => void {
    requireName('on', name)
    return this.#listeners.add((event) => {
      if (name === '*' || isNamed(event, name)) listener(event)
    })
  }

  /**
   * Returns the last 1,000 events since the start or the last reset (100 in a sandbox, fewer where they are large), oldest first; with a
   * name, only those.
   */
  all(): readonly MockEvent[]
  all<Name extends EventName>(name: Name): readonly EventOf<Name>[]
  all(name?: EventName): readonly MockEvent[] {
    if (name !== undefined) requireName('all', name)
    this.#beforeReadListener()
    const stored = this.#stored.toArray()
    return (name === undefined ? stored : stored.filter((event) => event.name === name)).map(({ event }) => event)
  }

  /**
   * Waits for the next event with a name, or for any (`'*'`): the oldest since the start or the last reset that no call has returned yet,
   * or the first to come. So no event is missed, whether it is published before or after the call.
   *
   * @param options - `timeout` in real time, by default one second
   * @throws Error on timeout, naming the events that there were; or when the events are cleared
   * @throws TypeError for an unknown event name, or an invalid timeout
   * @example
   * const { data } = await mock.events.next('conversation.closed')
   */
  next<Name extends EventName>(name: Name, options?: NextOptions): Promise<EventOf<Name>>
  next(name: '*', options?: NextOptions): Promise<MockEvent>
  async next(name: EventName | '*', { timeout = DEFAULT_TIMEOUT }: NextOptions = {}): Promise<MockEvent> {
    requireName('next', name)
    this.#beforeReadListener()
    return this.#waiters.next(
      name,
      (event) => name === '*' || event.event === name,
      () => this.all(),
      timeout,
    )
  }

  /** Calls back before each read, so that due work runs first. */
  beforeRead(beforeReadListener: () => void): void {
    this.#beforeReadListener = beforeReadListener
  }

  /** Publishes events to all listeners, in order: an event that a listener causes comes after the one that it received. */
  publish(events: readonly LazyEvent[]): void {
    for (const event of events) {
      this.#stored.add(event, charactersIn(event.data))
      if (this.#isPublishing || this.#listeners.size > 0) this.#unpublished.push(event)
      if (this.#waiters.size > 0) this.#waiters.offer(event.event)
    }
    if (this.#unpublished.length > 0 && !this.#isPublishing) this.#publishAll()
  }

  /** Clears all events, published or not; listeners stay. */
  clear(): void {
    this.#stored.clear()
    this.#unpublished = []
    this.#waiters.cancel('the events were cleared meanwhile, by reset() or clear()')
  }

  #publishAll(): void {
    this.#isPublishing = true
    try {
      const most = this.#unpublished.length + MOST_CAUSED
      let queue = this.#unpublished
      for (let next = 0, published = 0; next < queue.length; published++) {
        if (published === most) throw new Error(`listeners have caused ${MOST_CAUSED} events by now: one of them causes what it listens to`)
        const { name, event } = queue[next++] as LazyEvent
        this.#listeners.call(event, name)
        if (queue !== this.#unpublished) [queue, next] = [this.#unpublished, 0]
      }
    } catch (error) {
      console.error('Publishing of events stopped:', error)
    } finally {
      this.#isPublishing = false
      this.#unpublished = []
    }
  }
}

function isNamed<Name extends EventName>(event: MockEvent, name: Name): event is EventOf<Name> {
  return event.event === name
}

function requireName(call: string, name: string): void {
  if (!NAMES.has(name)) throw new TypeError(`events.${call}: there is no event ${JSON.stringify(name)}; there are ${[...NAMES].join(', ')}`)
}
