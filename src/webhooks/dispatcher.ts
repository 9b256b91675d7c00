import { Listeners } from '../store/listeners.js'
import type { Delivery, Webhook } from '../store/records.js'
import type { Store } from '../store/store.js'
import { startTimer, stopTimer } from '../time/real-timers.js'
import { type Timestamp, toTimestamp } from '../time/timestamp.js'
import { type Attempt, nextDelivery, type Outcome, recordAttempt } from './deliveries.js'
import { FairQueue } from './queue.js'

/** Maximum number of attempts under way. */
const MAX_RUNNING = 16
/** Maximum number of manual attempts among them: the rest is for scheduled ones. */
const MAX_MANUAL = 8

export interface DispatcherOptions {
  readonly store: () => Store
  /** Unix milliseconds of the mock's clock. */
  readonly now: () => number
  /** Called after each attempt, once it is recorded. */
  readonly attempted: () => void
}

/**
 * Sends due deliveries: for each webhook one after the other, in the order of their times, without delaying requests. Outcomes are recorded
 * in the store, unless it has been replaced.
 */
export class WebhookDispatcher {
  readonly #options: DispatcherOptions
  /** Webhooks with a scheduled attempt under way. */
  readonly #busy = new Set<string>()
  /** Manual attempts that have not finished. */
  readonly #manual = new Set<Promise<unknown>>()
  readonly #running = new Set<Promise<unknown>>()
  readonly #manualQueue = new FairQueue(MAX_MANUAL)
  readonly #listeners = new Listeners<Delivery>()
  /** Abort controllers of the attempts under way; replaced by each reset. */
  #controllers = new Set<AbortController>()
  /** Time of a wake-up that is still to be handled. */
  #wakeAt: Timestamp | undefined
  #closed = false
  /** `order` of the webhook that was served last; the next one comes after it. */
  #lastServed = 0

  constructor(options: DispatcherOptions) {
    this.#options = options
  }

  /** Sends what is due by now, once the current turn is done, even if the clock is set back until then. */
  wake(): void {
    if (this.#options.store().webhooks.size === 0) return
    const isWaking = this.#wakeAt !== undefined
    this.#wakeAt = this.#now()
    if (isWaking) return
    void Promise.resolve().then(() => {
      // not by queueMicrotask, which test frameworks fake
      const at = this.#wakeAt
      this.#wakeAt = undefined
      this.#sendDue(at)
    })
  }

  /**
   * Sends a delivery as soon as possible, due or not, one at a time for each webhook. Manual attempts leave half of the capacity to
   * scheduled ones. Resolves to the delivery after the attempt, or to nothing if the mock was reset.
   */
  attempt(delivery: Delivery): Promise<Delivery | undefined> {
    const manual = this.#attempt(delivery).finally(() => this.#manual.delete(manual))
    this.#manual.add(manual)
    return manual
  }

  async #attempt(delivery: Delivery): Promise<Delivery | undefined> {
    const controllers = this.#controllers
    await Promise.resolve() // after the current turn
    if (controllers !== this.#controllers || this.#closed) return undefined
    return new Promise((resolve) => {
      this.#manualQueue.wait(delivery.webhookId, (itsTurn) => resolve(itsTurn ? this.#sendManual(delivery) : undefined))
      this.#fill()
    })
  }

  /** Calls a listener with each delivery after an attempt. @returns a function that removes it */
  on(listener: (delivery: Delivery) => void): () => void {
    return this.#listeners.add(listener)
  }

  /** Time at which the next delivery falls due, among those that are not due yet. */
  nextDue(): Timestamp | undefined {
    if (this.#options.store().webhooks.size === 0) return undefined
    const now = this.#now()
    let next: Timestamp | undefined
    for (const { id } of this.#active()) {
      const due = nextDelivery(this.#options.store(), id)?.dueAt
      if (due !== undefined && due > now && (next === undefined || due < next)) next = due
    }
    return next
  }

  /** Waits until everything due or requested has been attempted. Never throws. */
  async settled(): Promise<void> {
    this.#sendDue()
    while (this.#running.size + this.#manual.size > 0) {
      await Promise.all([...this.#running, ...this.#manual])
      this.#sendDue()
    }
  }

  /** Aborts all attempts: their store has been replaced. */
  cancelPending(): void {
    for (const attempt of this.#controllers) attempt.abort()
    this.#controllers = new Set()
    this.#busy.clear()
    this.#running.clear()
    this.#manualQueue.clear()
  }

  /** Aborts all attempts, and sends nothing any more. */
  close(): void {
    this.#closed = true
    this.cancelPending()
  }

  /** Uses free capacity: for manual attempts up to their limit, then for scheduled ones. */
  #fill(): void {
    while (this.#running.size < MAX_RUNNING && this.#manualQueue.give()) {}
    this.#sendDue()
  }

  #sendDue(now = this.#now()): void {
    if (this.#closed) return
    for (const webhook of this.#inTurn()) {
      if (this.#running.size >= MAX_RUNNING) return
      if (this.#busy.has(webhook.id)) continue
      const delivery = nextDelivery(this.#options.store(), webhook.id)
      if (delivery?.dueAt !== undefined && delivery.dueAt <= now) this.#sendNext(webhook, delivery, delivery.dueAt)
    }
  }

  #sendNext(webhook: Webhook, delivery: Delivery, dueAt: Timestamp): void {
    const controllers = this.#controllers
    this.#lastServed = webhook.order
    this.#busy.add(webhook.id)
    const sending = this.#sendOnce(webhook, delivery, { at: dueAt, scheduled: true }).then(() => {
      if (controllers === this.#controllers) this.#busy.delete(webhook.id)
    })
    void this.#track(sending)
  }

  #sendManual(delivery: Delivery): Promise<Delivery | undefined> | Delivery {
    const { webhookId } = delivery
    const controllers = this.#controllers
    const webhook = this.#options.store().webhooks.get(webhookId)
    if (webhook === undefined) {
      this.#manualQueue.giveBack(webhookId)
      return { ...delivery, status: 'failed', errorMessage: 'The webhook was deleted before it was sent' }
    }
    const sending = this.#sendOnce(webhook, delivery, { at: this.#now(), scheduled: false }).finally(() => {
      if (controllers === this.#controllers) this.#manualQueue.giveBack(webhookId)
    })
    return this.#track(sending)
  }

  async #sendOnce(webhook: Webhook, delivery: Delivery, attempt: Attempt): Promise<Delivery | undefined> {
    const controllers = this.#controllers
    const controller = new AbortController()
    controllers.add(controller)
    const outcome = await sendOnce(webhook, delivery, controller)
    controllers.delete(controller)
    if (controllers !== this.#controllers) return undefined
    const recorded = recordAttempt(this.#options.store(), delivery, outcome, attempt)
    this.#options.attempted()
    this.#listeners.call(recorded, 'deliveries')
    return recorded
  }

  /** Counts work as under way until it is done; its capacity goes to the next. */
  #track<T>(work: Promise<T>): Promise<T> {
    const tracked = work.finally(() => {
      this.#running.delete(tracked)
      this.#fill()
    })
    this.#running.add(tracked)
    return tracked
  }

  /** Active webhooks in turn, so that each is served even when others have more than can be sent. */
  #inTurn(): readonly Webhook[] {
    const active = this.#active()
    const next = Math.max(
      0,
      active.findIndex(({ order }) => order > this.#lastServed),
    )
    return [...active.slice(next), ...active.slice(0, next)]
  }

  #active(): readonly Webhook[] {
    const { webhooks } = this.#options.store()
    return webhooks.size === 0 ? [] : webhooks.sorted('order').filter(({ status }) => status === 'active')
  }

  #now(): Timestamp {
    return toTimestamp(this.#options.now())
  }
}

/** Sends a delivery once. The code is loaded with the first one, as most pages have no webhooks. */
async function sendOnce(webhook: Webhook, delivery: Delivery, controller: AbortController): Promise<Outcome> {
  try {
    const { send } = await import('./send.js')
    return await send(webhook, delivery, controller, { startTimer, stopTimer })
  } catch (error) {
    return { succeeded: false, requestHeaders: {}, errorMessage: String(error), latency: 0 }
  }
}
