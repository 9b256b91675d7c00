import { asJson } from '../store/as-json.js'
import type { EventName, MockEvent } from './event.js'

/** A stored event. It is copied on the first read only, as most events are never read. */
export class LazyEvent {
  #event: MockEvent
  #isCopied = false

  /** @param event - may contain records of the store: it is not shared before it is copied */
  constructor(event: MockEvent) {
    this.#event = event
  }

  get name(): EventName {
    return this.#event.event
  }

  /** Payload, to be measured. */
  get data(): object {
    return this.#event.data
  }

  /** The event as a frozen copy, the same object for all readers. */
  get event(): MockEvent {
    if (!this.#isCopied) this.#event = asJson(this.#event)
    this.#isCopied = true
    return this.#event
  }
}
