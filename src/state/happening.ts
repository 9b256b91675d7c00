import { asJson } from './as-json.js'
import type { EventName, MockEvent } from './event.js'

/** An event as a mock keeps it. Most are looked at by nobody, so that the copy which is told is made for the first who asks. */
export class Happening {
  readonly #event: MockEvent
  #told: MockEvent | undefined

  /** @param event - which may show records of the state themselves: nobody else gets to see it */
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
  get told(): MockEvent {
    this.#told ??= asJson(this.#event)
    return this.#told
  }
}
