import type { components } from '../generated/openapi.js'

/** What happened to a conversation, as a webhook tells it; `meta.webhookId` is added by a delivery. */
export type ConversationEvent = components['schemas']['ConversationEvent']
export type EventName = ConversationEvent['event']
export type EventOf<Name extends EventName> = Extract<ConversationEvent, { readonly event: Name }>

const KEPT = 1000

/**
 * The events of a fake, as they happen: told to listeners once the change is done, and kept to be looked at.
 *
 * @example
 * const stop = mock.events.on('conversation.closed', (event) => console.log(event.data.id))
 */
export class Events {
  readonly #listeners = new Set<(event: ConversationEvent) => void>()
  #kept: ConversationEvent[] = []

  /**
   * Calls a listener for each event of a name, or for each event there is (`'*'`). What a listener throws is printed, and harms nobody.
   *
   * @returns what ends it
   */
  on<Name extends EventName>(name: Name, listener: (event: EventOf<Name>) => void): () => void
  on(name: '*', listener: (event: ConversationEvent) => void): () => void
  on<Name extends EventName>(name: Name | '*', listener: (event: ConversationEvent | EventOf<Name>) => void): () => void {
    const listen = (event: ConversationEvent): void => {
      if (name === '*' || isNamed(event, name)) listener(event)
    }
    this.#listeners.add(listen)
    return () => this.#listeners.delete(listen)
  }

  /** The last 1,000 events since the start or the last reset, oldest first; of one name when given. */
  all(): readonly ConversationEvent[]
  all<Name extends EventName>(name: Name): readonly EventOf<Name>[]
  all(name?: EventName): readonly ConversationEvent[] {
    const kept = this.#kept.slice(-KEPT)
    return name === undefined ? kept : kept.filter((event) => isNamed(event, name))
  }

  /** Tells everyone who listens. */
  emit(event: ConversationEvent): void {
    this.#kept.push(event)
    if (this.#kept.length > 2 * KEPT) this.#kept = this.#kept.slice(-KEPT)
    for (const listen of [...this.#listeners]) {
      try {
        listen(event)
      } catch (error) {
        console.error(`A listener of ${event.event} failed:`, error)
      }
    }
  }

  /** Forgets what happened; listeners stay. */
  clear(): void {
    this.#kept = []
  }
}

function isNamed<Name extends EventName>(event: ConversationEvent, name: Name): event is EventOf<Name> {
  return event.event === name
}
