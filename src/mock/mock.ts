import type { ApiRequest, ApiResponse } from '../api-request.js'
import type { Db } from '../db/db.js'
import type { MockEvents } from '../events/event-bus.js'
import type { MockRequests } from '../request-log/request-log.js'
import type { World } from '../store/records.js'
import type { MockClock } from '../time/clock.js'
import type { MockFaults } from './faults.js'
import type { MockMessages } from './messages.js'
import type { MockSnapshots } from './snapshots.js'
import type { MockWebhooks } from './webhooks.js'

declare const ofAMock: unique symbol

/** A state to come back to, with the clock as it stood; see {@link Mock.snapshot}. Only the mock that it is of knows what is in it. */
export interface Snapshot {
  readonly [ofAMock]: true
}

export interface ResetOptions {
  /** The data to start with from now on. */
  readonly world?: World
  /** What ids are made from, from now on. */
  readonly seed?: number
}

/**
 * The Conversations API, with state, in this process.
 *
 * @example
 * const before = mock.snapshot()
 * const { status, body } = mock.handle({ method: 'GET', path: '/conversations?status=open', headers: { authorization: 'Bearer key' } })
 * mock.restore(before)
 */
export interface Mock {
  /**
   * Answers a request, from start to end in one turn: whatever it asks, with a success or an enveloped error.
   *
   * @throws TypeError when what is handed in is no request at all
   */
  handle(request: ApiRequest): ApiResponse
  /**
   * How long whoever carries a request, as an adapter does, is to wait before it hands it to `handle`, in milliseconds: what
   * `faults.delay` or the request's own `X-Mock-Delay` asks for. To ask counts as one of its times.
   *
   * @param besides - how long it is to wait in any case, which counts in the answer
   */
  delayFor(request: ApiRequest, besides?: number): number
  /** Reads and writes the data, for whoever arranges a test and looks at what came of it. */
  readonly db: Db
  /** The mock's time. */
  readonly clock: MockClock
  /** What happened, as webhooks tell it. */
  readonly events: MockEvents
  /** The requests that were made, and how they were answered. */
  readonly requests: MockRequests
  /** What goes wrong, on purpose. */
  readonly faults: MockFaults
  /** Where events are sent to, and what was sent. */
  readonly webhooks: MockWebhooks
  /** Messages as they come and go over channels. */
  readonly messages: MockMessages
  /** States by names. */
  readonly snapshots: MockSnapshots
  /** What each API key has for itself. */
  readonly sandboxes: MockSandboxes<Mock>
  /**
   * Goes back to how it was when it was created: data, clock, ids, limits, without faults but those of its scenario; events and requests are
   * forgotten, sandboxes let go, and requests that still wait are not answered any more. Takes no time. With a world or a seed, it goes
   * there instead, and comes back there the next time.
   *
   * @throws InvalidWorld when the world does not fit; nothing is changed then
   * @throws TypeError when the seed is none; nothing is changed then
   */
  reset(to?: ResetOptions): void
  /**
   * The data of now as a world, to be kept as JSON and started from again: `createMock({ world })`. Without what requests leave behind
   * besides, such as limits and idempotency keys.
   */
  world(): World
  /**
   * Puts a world in the place of the data of now, and the clock to its `now` if it has one; a reset still goes back to the start.
   *
   * @throws InvalidWorld when it does not fit; nothing is changed then
   */
  load(world: World): void
  /** The state of now, to come back to as often as wanted. Takes no time, whatever the amount of data. */
  snapshot(): Snapshot
  /**
   * Comes back to a snapshot: data, clock, ids, limits, faults.
   *
   * @throws TypeError for what is no snapshot of this mock
   */
  restore(snapshot: Snapshot): void
}

/**
 * Sandboxes of a mock that was created with `sandboxPerKey`: each API key has a mock of its own, with its own data, clock, faults, events
 * and requests, which starts as the root mock does. Data are copied on write.
 *
 * @example
 * const mock = createMock({ sandboxPerKey: true })
 * mock.sandboxes.of('key-of-worker-1').db.conversations.create({ status: 'pending' })
 */
export interface MockSandboxes<M> {
  /**
   * Returns the mock of a key, and creates it if there is none; without `sandboxPerKey`, the root mock. There are at most 1,000: a new one
   * replaces the least recently used. A sandbox stores its last 100 requests and 100 events, or fewer where they are large.
   */
  of(key: string): M
  /** Keys with a sandbox, the most recently used last. */
  keys(): readonly string[]
  /** Tells whether a mock is that of a key; does not count as a use. */
  has(mock: M): boolean
  /** Deletes the mock of a key, so that its next request starts anew. @returns whether it had one */
  delete(key: string): boolean
}
