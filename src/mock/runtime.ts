import { type ApiRequest, type ApiResponse, noResponse } from '../api-request.js'
import { EventBus } from '../events/event-bus.js'
import type { Outbox } from '../events/outbox.js'
import type { Bounds } from '../events/ring-buffer.js'
import { endDueSnoozes } from '../operations/end-due-snoozes.js'
import type { Context } from '../operations/operation.js'
import { CachedResponses } from '../pipeline/cached-responses.js'
import type { PipelineOptions } from '../pipeline/exchange.js'
import { delayFor } from '../pipeline/faults.js'
import { operationContext } from '../pipeline/perform.js'
import { handleRequest } from '../pipeline/pipeline.js'
import { RequestLog } from '../request-log/request-log.js'
import { Listeners } from '../store/listeners.js'
import type { Store } from '../store/store.js'
import { toReading } from '../time/clock.js'
import { type Timestamp, toInstant, toTimestamp } from '../time/timestamp.js'
import { failInterrupted } from '../webhooks/deliveries.js'
import { WebhookDispatcher } from '../webhooks/dispatcher.js'
import { Commit, notPersisted } from './commit.js'
import type { PersistedState, Persistence } from './persistence.js'
import { Scheduler } from './scheduler.js'
import type { Session } from './session.js'

export interface RuntimeOptions extends Pick<PipelineOptions, 'apiKeys' | 'strict' | 'allowHttpHosts'> {
  /** Limits of the request log and of the events, by default those of a mock without sandboxes. */
  readonly bounds?: Bounds | undefined
}

/** A running mock: its current session, and the parts that act on it. The public object of `createMock` is built over it. */
export class MockRuntime {
  readonly events: EventBus
  readonly requests: RequestLog
  readonly dispatcher: WebhookDispatcher
  readonly allowHttpHosts: ReadonlySet<string>
  readonly #scheduler: Scheduler
  readonly #commit: Commit
  readonly #persistence: Persistence | undefined
  readonly #pipelineOptions: PipelineOptions
  readonly #replaceListeners: (() => void)[] = []
  readonly #replacedListeners = new Listeners<void>()
  #session: Session
  /** Number of resets so far. */
  #epoch = 0
  /** Reset epoch in which each delayed request arrived. */
  readonly #epochOfDelayed = new WeakMap<ApiRequest, number>()

  /**
   * Starts a mock. State that was persisted before takes precedence over that of the session.
   *
   * @throws Error when the session cannot be persisted
   */
  constructor(session: Session, { bounds, ...options }: RuntimeOptions, persistence?: Persistence) {
    this.#session = session
    this.#persistence = persistence
    this.allowHttpHosts = options.allowHttpHosts
    this.events = new EventBus(bounds)
    this.requests = new RequestLog(bounds)
    this.dispatcher = new WebhookDispatcher({
      store: () => this.#session.store,
      now: () => this.#session.clock.millis(),
      attempted: () => this.#commit.commitDueWork(),
    })
    this.#scheduler = new Scheduler(
      () => this.#session.clock,
      [
        { nextDueAt: () => instantOf(this.#session.store.nextSnoozed()?.snoozedUntil), run: (now) => this.#endDueSnoozes(now) },
        { nextDueAt: () => instantOf(this.dispatcher.nextDue()), run: () => this.dispatcher.wake() },
      ],
    )
    this.#commit = new Commit({
      session: () => this.#session,
      persistence,
      restorePersisted: (state) => this.#restorePersisted(state),
      eventBus: this.events,
      dispatcher: this.dispatcher,
      scheduler: this.#scheduler,
    })
    this.#pipelineOptions = {
      ...options,
      cache: new CachedResponses(),
      commit: (outbox) => this.#commit.commit(outbox),
      attempt: (delivery) => this.dispatcher.attempt(delivery),
    }
    this.events.beforeRead(() => this.#scheduler.runDue())
    if (persistence?.loaded !== undefined) this.#session = withPersisted(session, persistence.loaded)
    else persistence?.replaceAll(session)
    this.#start()
  }

  get session(): Session {
    return this.#session
  }

  /** The store to read from, once all work that is due has run. */
  store(): Store {
    this.#scheduler.runDue()
    return this.#session.store
  }

  now(): Timestamp {
    return toTimestamp(this.#session.clock.millis())
  }

  /** Handles a request, and logs it; one that arrived before the last reset gets no response. */
  handle(request: ApiRequest): ApiResponse {
    const epoch = this.#epoch
    if ((this.#epochOfDelayed.get(request) ?? epoch) !== epoch) return NO_RESPONSE
    const startedAt = request?.receivedAt ?? performance.now()
    const now = this.#session.clock.millis()
    this.#scheduler.runDue(now)
    const response = handleRequest(request, now, this.#session, this.#pipelineOptions)
    this.#persistence?.tryFlush() // due work whose flush has failed before, such as on a full disk
    const log = (final: ApiResponse): ApiResponse => {
      this.requests.add(request, final, now, Math.max(0, performance.now() - startedAt))
      return final
    }
    if (response.later === undefined) return log(response)
    return { ...response, later: response.later.then((final) => (epoch === this.#epoch ? log(final) : NO_RESPONSE)) }
  }

  /** Milliseconds that a request waits before it is handled; see `Mock.delayFor`. */
  delayFor(request: ApiRequest, besides: number): number {
    const milliseconds = delayFor(request, this.#session) + besides
    if (milliseconds > 0) this.#epochOfDelayed.set(request, this.#epoch)
    return milliseconds
  }

  /**
   * Performs a change that no request of the API asks for, and commits it with its events.
   *
   * @throws ApiError INTERNAL_ERROR when it cannot be made durable
   */
  perform<T>(act: (context: Context) => T): T {
    const now = this.#session.clock.millis()
    this.#scheduler.runDue(now)
    const outbox: Outbox = []
    const result = act(operationContext(this.#session.store, now, outbox, this.allowHttpHosts))
    this.#commit.commit(outbox)
    return result
  }

  /** Commits what was written to the store. @throws ApiError INTERNAL_ERROR when it cannot be made durable */
  commit(): void {
    this.#commit.commit()
  }

  /** Makes a move of the clock durable, and runs what falls due by it. */
  clockMoved(): void {
    this.#scheduler.disarm()
    this.#commit.flush()
    this.#scheduler.runDue()
  }

  /**
   * Puts another session in place of the current one: snapshot, restore, reset and load all end here.
   *
   * @throws ApiError INTERNAL_ERROR when it cannot be made durable; the current one stays then
   */
  replaceSession(session: Session): void {
    for (const listener of this.#replaceListeners) listener()
    try {
      this.#persistence?.replaceAll(session)
    } catch (error) {
      throw notPersisted(error, 'nothing was changed')
    }
    this.#session = session
    this.#cancelPending()
    this.#start()
    this.#replacedListeners.call(undefined, 'replacements')
  }

  onReplace(listener: () => void): void {
    this.#replaceListeners.push(listener)
  }

  onReplaced(listener: () => void): () => void {
    return this.#replacedListeners.add(listener)
  }

  /** Forgets events and requests; delayed requests that arrived before get no response. */
  forgetPast(): void {
    this.#epoch++
    this.events.clear()
    this.requests.clear()
  }

  /** Ends the mock for good: it sends nothing any more, and keeps no process alive. */
  close(): void {
    this.dispatcher.close()
    this.#scheduler.disarm()
  }

  /** Takes up the current session, which nothing has acted on yet. */
  #start(): void {
    this.#persistence?.attach(this.#session)
    failInterrupted(this.#session.store)
    this.#scheduler.disarm()
    this.#commit.commitDueWork()
  }

  /** Takes up the persisted state after a rollback; request ids go on, so that none is given twice. */
  #restorePersisted(state: PersistedState): void {
    this.#session = withPersisted(this.#session, { ...state, requestIds: this.#session.requestIds })
    this.#cancelPending()
    this.#start()
  }

  /** Cancels deliveries and timers of a session that is gone. */
  #cancelPending(): void {
    this.dispatcher.cancelPending()
    this.#scheduler.disarm()
  }

  #endDueSnoozes(now: number): void {
    const outbox: Outbox = []
    endDueSnoozes(operationContext(this.#session.store, now, outbox, this.allowHttpHosts))
    if (outbox.length > 0) this.#commit.commitDueWork(outbox)
  }
}

/** In place of the response to a request whose session is gone. */
export const NO_RESPONSE = Object.freeze(noResponse({ unknown: [] }))

/** A session with its persisted parts; faults and limits are not persisted, and stay. */
function withPersisted(session: Session, { store, idempotency, requestIds, clock }: PersistedState): Session {
  const persisted = session.withStore(store, idempotency, requestIds)
  persisted.clock.restore(toReading(clock))
  return persisted
}

function instantOf(timestamp: Timestamp | undefined): number | undefined {
  return timestamp === undefined ? undefined : toInstant(timestamp)
}
