import { type Attempt, nextDelivery, noteAttempt } from '../state/deliveries.js'
import type { Delivery, Webhook } from '../state/records.js'
import type { State } from '../state/state.js'
import { type Timestamp, toTimestamp } from '../state/timestamp.js'
import { post } from './post.js'

/** So many attempts are under way at the same time; others wait for one of them to end. */
const MOST_UNDER_WAY = 16

export interface CourierOptions {
  readonly state: () => State
  /** Unix milliseconds of the mock's clock. */
  readonly now: () => number
  /** Called after each attempt, once it is written down. */
  readonly attempted: () => void
}

/**
 * Sends what is due to webhooks: for each webhook one delivery after the other, in the order of their times, never in the way of a
 * request. What comes of it is written into the state, unless that is another one by then.
 */
export class Courier {
  readonly #options: CourierOptions
  /** The webhooks that are being sent a delivery that was due. */
  readonly #busy = new Set<string>()
  readonly #underWay = new Set<Promise<unknown>>()
  readonly #listeners = new Set<(delivery: Delivery) => void>()
  #run = new AbortController()
  #called = false

  constructor(options: CourierOptions) {
    this.#options = options
  }

  /** Looks for what is due by now, once whoever calls is done. */
  call(): void {
    if (this.#called || this.#options.state().webhooks.size === 0) return
    this.#called = true
    queueMicrotask(() => {
      this.#called = false
      this.#sendDue()
    })
  }

  /** Sends a delivery now, whether it is due or not; gives it as it stands then, or nothing if the mock was reset meanwhile. */
  async attempt(delivery: Delivery): Promise<Delivery | undefined> {
    await Promise.resolve() // not before whoever calls is done
    const webhook = this.#options.state().webhooks.get(delivery.webhookId)
    if (webhook === undefined) return undefined
    return this.#track(this.#post(webhook, delivery, { at: this.#now(), scheduled: false }))
  }

  /** Calls a listener with each delivery that was attempted, until what it gives is called. */
  on(listener: (delivery: Delivery) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** When the next delivery falls due, among those that are not due yet. */
  nextDue(): Timestamp | undefined {
    if (this.#options.state().webhooks.size === 0) return undefined
    const now = this.#now()
    let next: Timestamp | undefined
    for (const { id } of this.#active()) {
      const due = nextDelivery(this.#options.state(), id)?.dueAt
      if (due !== undefined && due > now && (next === undefined || due < next)) next = due
    }
    return next
  }

  /** Waits until all that is due by now has been attempted. Never throws. */
  async settled(): Promise<void> {
    this.#sendDue()
    while (this.#underWay.size > 0) {
      await Promise.all(this.#underWay)
      this.#sendDue()
    }
  }

  /** Gives up what is under way: the state that it belongs to is gone. */
  giveUp(): void {
    this.#run.abort()
    this.#run = new AbortController()
    this.#busy.clear()
    this.#underWay.clear()
  }

  #sendDue(): void {
    const now = this.#now()
    for (const webhook of this.#active()) {
      if (this.#underWay.size >= MOST_UNDER_WAY) return
      if (this.#busy.has(webhook.id)) continue
      const delivery = nextDelivery(this.#options.state(), webhook.id)
      if (delivery?.dueAt !== undefined && delivery.dueAt <= now) this.#sendNext(webhook, delivery, delivery.dueAt)
    }
  }

  #sendNext(webhook: Webhook, delivery: Delivery, dueAt: Timestamp): void {
    const { signal } = this.#run
    this.#busy.add(webhook.id)
    const sending = this.#post(webhook, delivery, { at: dueAt, scheduled: true }).then(() => {
      if (!signal.aborted) this.#busy.delete(webhook.id)
    })
    void this.#track(sending).then(() => this.#sendDue())
  }

  async #post(webhook: Webhook, delivery: Delivery, attempt: Attempt): Promise<Delivery | undefined> {
    const { signal } = this.#run
    const outcome = await post(webhook, delivery, signal)
    if (signal.aborted) return undefined
    const noted = noteAttempt(this.#options.state(), delivery, outcome, attempt)
    this.#options.attempted()
    for (const listener of [...this.#listeners]) tell(listener, noted)
    return noted
  }

  /** Counts some work among what is under way until it is done. */
  #track<T>(work: Promise<T>): Promise<T> {
    const tracked = work.finally(() => this.#underWay.delete(tracked))
    this.#underWay.add(tracked)
    return tracked
  }

  #active(): readonly Webhook[] {
    const { webhooks } = this.#options.state()
    return webhooks.size === 0
      ? []
      : webhooks
          .index('order')
          .toArray()
          .filter(({ status }) => status === 'active')
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
