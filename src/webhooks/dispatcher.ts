import type { Delivery, Webhook } from '../store/records.js'
import type { Store } from '../store/store.js'
import { startTimer, stopTimer } from '../time/real-timers.js'
import { type Timestamp, toTimestamp } from '../time/timestamp.js'
import { type Attempt, nextDelivery, type Outcome, recordAttempt } from './deliveries.js'
import { FairQueue } from './queue.js'

/** So many attempts are under way at the same time; others wait for one of them to end. */
const MOST_UNDER_WAY = 16
/** So many of them may be tests and retries, which somebody asks for: the others are for what is due. */
const MOST_BY_HAND = 8

export interface CourierOptions {
  readonly store: () => Store
  /** Unix milliseconds of the mock's clock. */
  readonly now: () => number
  /** Called after each attempt, once it is written down. */
  readonly attempted: () => void
}

/**
 * Sends what is due to webhooks: for each webhook one delivery after the other, in the order of their times, never in the way of a
 * request. What comes of it is written into the state, unless that is another one by then.
 */
export class WebhookDispatcher {
  readonly #options: CourierOptions
  /** The webhooks that are being sent a delivery that was due. */
  readonly #busy = new Set<string>()
  /** What was asked for by hand, and has not ended. */
  readonly #asked = new Set<Promise<unknown>>()
  readonly #underWay = new Set<Promise<unknown>>()
  readonly #byHand = new FairQueue(MOST_BY_HAND)
  readonly #listeners = new Set<(delivery: Delivery) => void>()
  /** What gives up the attempts that are under way; another one after each reset. */
  #run = new Set<AbortController>()
  /** The time of the call that is still to be followed. */
  #calledAt: Timestamp | undefined
  #ended = false
  /** The `order` of the webhook that was sent something last: the turn of the next one comes after it. */
  #lastTurn = 0

  constructor(options: CourierOptions) {
    this.#options = options
  }

  /** Looks for what is due by now, once whoever calls is done: by now, even where the time is set back until then. */
  call(): void {
    if (this.#options.store().webhooks.size === 0) return
    const isCalled = this.#calledAt !== undefined
    this.#calledAt = this.#now()
    if (isCalled) return
    void Promise.resolve().then(() => {
      // not by queueMicrotask, which frameworks fake with their timers
      const at = this.#calledAt
      this.#calledAt = undefined
      this.#sendDue(at)
    })
  }

  /**
   * Sends a delivery as soon as it can, whether it is due or not, of each webhook one at a time: those that are sent by hand leave half of
   * what may be under way to what is due. Gives the delivery as it stands then, or nothing if the mock was reset meanwhile.
   */
  attempt(delivery: Delivery): Promise<Delivery | undefined> {
    const asked = this.#attempt(delivery).finally(() => this.#asked.delete(asked))
    this.#asked.add(asked)
    return asked
  }

  async #attempt(delivery: Delivery): Promise<Delivery | undefined> {
    const run = this.#run
    await Promise.resolve() // not before whoever calls is done
    if (run !== this.#run || this.#ended) return undefined
    return new Promise((resolve) => {
      this.#byHand.wait(delivery.webhookId, (itsTurn) => resolve(itsTurn ? this.#sendByHand(delivery) : undefined))
      this.#goOn()
    })
  }

  /** Calls a listener with each delivery that was attempted, until what it gives is called. */
  on(listener: (delivery: Delivery) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** When the next delivery falls due, among those that are not due yet. */
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

  /** Waits until all that is due by now, or was asked for, has been attempted. Never throws. */
  async settled(): Promise<void> {
    this.#sendDue()
    while (this.#underWay.size + this.#asked.size > 0) {
      await Promise.all([...this.#underWay, ...this.#asked])
      this.#sendDue()
    }
  }

  /** Gives up what is under way: the state that it belongs to is gone. */
  giveUp(): void {
    for (const attempt of this.#run) attempt.abort()
    this.#run = new Set()
    this.#busy.clear()
    this.#underWay.clear()
    this.#byHand.clear()
  }

  /** Gives up what is under way, and sends nothing any more. */
  end(): void {
    this.#ended = true
    this.giveUp()
  }

  /** Fills the places that are free: first with what is asked for, as far as that may go, then with what is due. */
  #goOn(): void {
    while (this.#underWay.size < MOST_UNDER_WAY && this.#byHand.give()) {}
    this.#sendDue()
  }

  #sendDue(now = this.#now()): void {
    if (this.#ended) return
    for (const webhook of this.#inTurn()) {
      if (this.#underWay.size >= MOST_UNDER_WAY) return
      if (this.#busy.has(webhook.id)) continue
      const delivery = nextDelivery(this.#options.store(), webhook.id)
      if (delivery?.dueAt !== undefined && delivery.dueAt <= now) this.#sendNext(webhook, delivery, delivery.dueAt)
    }
  }

  #sendNext(webhook: Webhook, delivery: Delivery, dueAt: Timestamp): void {
    const run = this.#run
    this.#lastTurn = webhook.order
    this.#busy.add(webhook.id)
    const sending = this.#post(webhook, delivery, { at: dueAt, scheduled: true }).then(() => {
      if (run === this.#run) this.#busy.delete(webhook.id)
    })
    void this.#track(sending)
  }

  #sendByHand(delivery: Delivery): Promise<Delivery | undefined> | Delivery {
    const { webhookId } = delivery
    const run = this.#run
    const webhook = this.#options.store().webhooks.get(webhookId)
    if (webhook === undefined) {
      this.#byHand.giveBack(webhookId)
      return { ...delivery, status: 'failed', errorMessage: 'The webhook was deleted before it was sent' }
    }
    const sending = this.#post(webhook, delivery, { at: this.#now(), scheduled: false }).finally(() => {
      if (run === this.#run) this.#byHand.giveBack(webhookId)
    })
    return this.#track(sending)
  }

  async #post(webhook: Webhook, delivery: Delivery, attempt: Attempt): Promise<Delivery | undefined> {
    const run = this.#run
    const controller = new AbortController()
    run.add(controller)
    const outcome = await posted(webhook, delivery, controller)
    run.delete(controller)
    if (run !== this.#run) return undefined
    const noted = recordAttempt(this.#options.store(), delivery, outcome, attempt)
    this.#options.attempted()
    for (const listener of [...this.#listeners]) tell(listener, noted)
    return noted
  }

  /** Counts some work among what is under way until it is done; its place goes to the next. */
  #track<T>(work: Promise<T>): Promise<T> {
    const tracked = work.finally(() => {
      this.#underWay.delete(tracked)
      this.#goOn()
    })
    this.#underWay.add(tracked)
    return tracked
  }

  /** The active webhooks, so that none is left out for ever while others have more than can be sent at a time. */
  #inTurn(): readonly Webhook[] {
    const active = this.#active()
    const next = Math.max(
      0,
      active.findIndex(({ order }) => order > this.#lastTurn),
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

/** What a listener throws is printed, and harms nobody. */
function tell(listener: (delivery: Delivery) => void, delivery: Delivery): void {
  try {
    listener(delivery)
  } catch (error) {
    console.error('A listener of deliveries failed:', error)
  }
}

/** Sends a delivery, once. What sends is loaded with the first one: a page that has no webhooks need not load it. */
async function posted(webhook: Webhook, delivery: Delivery, controller: AbortController): Promise<Outcome> {
  try {
    const { send } = await import('./send.js')
    return await send(webhook, delivery, controller, { startTimer, stopTimer })
  } catch (error) {
    return { succeeded: false, requestHeaders: {}, errorMessage: String(error), latency: 0 }
  }
}
