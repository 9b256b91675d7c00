import { asJson } from '../store/as-json.js'
import type { EventName, MockEvent } from './event.js'

/** An event as a mock keeps it. Most are looked at by nobody, so that the copy which is told is made for the first who asks. */
export class LazyEvent {
  #event: MockEvent
  #isTold = false

  /** @param event - which may show records of the state themselves, as nobody gets to see it before it is copied */
  constructor(event: MockEvent) {
    this.#event = event
  }

  get name(): EventName {
    return this.#event.event
  }

  /** What it is about, to be weighed. */
  get data(): object {
    return this.#event.data
  }

  /** The event as it is told: the same one to all. */
  get event(): MockEvent {
    if (!this.#isTold) this.#event = asJson(this.#event)
    this.#isTold = true
    return this.#event
  }
}
