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

/** An opaque state of a mock, with the time of its clock, for {@link Mock.restore} of the same mock. */
export interface Snapshot {
  readonly [ofAMock]: true
}

export interface ResetOptions {
  /** Data to start with from now on. */
  readonly world?: World
  /** Seed of ids from now on. */
  readonly seed?: number
}

/**
 * A mock of the Conversations API in this process.
 *
 * @example
 * const before = mock.snapshot()
 * const { status, body } = mock.handle({ method: 'GET', path: '/conversations?status=open', headers: { authorization: 'Bearer key' } })
 * mock.restore(before)
 */
export interface Mock {
  /**
   * Handles a request synchronously, and returns a success or an error envelope.
   *
   * @throws TypeError when the value is no request
   */
  handle(request: ApiRequest): ApiResponse
  /**
   * Milliseconds that an adapter waits before it passes a request to `handle`: by `faults.delay`, or by the request's own `X-Mock-Delay`.
   * Each call uses up one of the fault's `times`.
   *
   * @param besides - milliseconds that the adapter waits in any case; included in the result
   */
  delayFor(request: ApiRequest, besides?: number): number
  /** Reads and writes the data, to arrange a test and to check its outcome. */
  readonly db: Db
  /** The clock of the mock. */
  readonly clock: MockClock
  /** Events so far, in webhook format. */
  readonly events: MockEvents
  /** Requests so far, with their responses. */
  readonly requests: MockRequests
  /** Simulated faults. */
  readonly faults: MockFaults
  /** Webhooks and their deliveries. */
  readonly webhooks: MockWebhooks
  /** Messages over the channels of contacts. */
  readonly messages: MockMessages
  /** Snapshots by name. */
  readonly snapshots: MockSnapshots
  /** Separate data for each API key. */
  readonly sandboxes: MockSandboxes<Mock>
  /**
   * Returns to the initial state: data, clock, ids, limits, and the faults of the scenario. Clears events, requests and sandboxes; delayed
   * requests get no response. Takes microseconds. With a world or a seed, that becomes the initial state.
   *
   * @throws InvalidWorld when the world is invalid; nothing is changed then
   * @throws TypeError when the seed is invalid; nothing is changed then
   */
  reset(to?: ResetOptions): void
  /**
   * Returns the data as a world, to be stored as JSON and started from again: `createMock({ world })`. Limits and idempotency keys are not
   * part of it.
   */
  world(): World
  /**
   * Replaces the data by a world, and sets the clock to its `now` if it has one. A reset still returns to the initial state.
   *
   * @throws InvalidWorld when it is invalid; nothing is changed then
   */
  load(world: World): void
  /** Takes a snapshot, which can be restored any number of times. Takes microseconds, whatever the amount of data. */
  snapshot(): Snapshot
  /**
   * Restores a snapshot: data, clock, ids, limits, faults.
   *
   * @throws TypeError when it is no snapshot of this mock
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
