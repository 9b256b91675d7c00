import { ApiError } from '../api-error.js'
import type { EventBus } from '../events/event-bus.js'
import type { Outbox } from '../events/outbox.js'
import { queueEvent } from '../webhooks/deliveries.js'
import type { WebhookDispatcher } from '../webhooks/dispatcher.js'
import type { PersistedState, Persistence } from './persistence.js'
import type { Scheduler } from './scheduler.js'
import type { Session } from './session.js'

interface CommitParts {
  readonly session: () => Session
  readonly persistence: Persistence | undefined
  /** Puts the persisted state in place of that of the session, after a rollback. */
  readonly restorePersisted: (state: PersistedState) => void
  readonly eventBus: EventBus
  readonly dispatcher: WebhookDispatcher
  readonly scheduler: Scheduler
}

/**
 * The one way of a change: an operation has written to the store and put its events into an outbox; a commit writes the deliveries of the
 * events beside the change, makes both durable in one flush, publishes the events, and lets the dispatcher and the scheduler take it up.
 */
export class Commit {
  readonly #parts: CommitParts

  constructor(parts: CommitParts) {
    this.#parts = parts
  }

  /**
   * Commits a change that a caller waits for.
   *
   * @throws ApiError INTERNAL_ERROR when it cannot be made durable; it is rolled back then, and none of its events is published
   */
  commit(outbox: Outbox = []): void {
    this.#queueDeliveries(outbox)
    this.flush()
    this.#publish(outbox)
  }

  /** Commits a change that nobody waits for, such as the end of a snooze; a flush that fails is repeated with the next change. */
  commitDueWork(outbox: Outbox = []): void {
    this.#queueDeliveries(outbox)
    this.#parts.persistence?.tryFlush()
    this.#publish(outbox)
  }

  /**
   * Makes the changes so far durable.
   *
   * @throws ApiError INTERNAL_ERROR when that fails; they are rolled back then
   */
  flush(): void {
    const { persistence, restorePersisted } = this.#parts
    try {
      persistence?.flush()
    } catch (error) {
      const persisted = persistence?.rollback()
      if (persisted !== undefined) restorePersisted(persisted)
      throw notPersisted(error, persisted === undefined ? 'the server must be started again' : 'nothing was changed')
    }
  }

  /** Deliveries are part of the change: after a crash, an event that was committed is still delivered. */
  #queueDeliveries(outbox: Outbox): void {
    const { store } = this.#parts.session()
    for (const event of outbox) queueEvent(store, event)
  }

  #publish(outbox: Outbox): void {
    const { eventBus, dispatcher, scheduler } = this.#parts
    dispatcher.wake()
    scheduler.rearm()
    eventBus.publish(outbox) // last, as listeners may make requests
  }
}

/** The error for a change that could not be made durable, such as on a full disk. */
export function notPersisted(error: unknown, outcome: string): ApiError {
  const reason = error instanceof Error ? error.message : String(error)
  return new ApiError('INTERNAL_ERROR', `linktor-mock could not write this to its data file: ${reason}; ${outcome}`)
}
