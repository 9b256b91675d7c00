import { guideWorld } from '../../fixtures/guide.js'
import { ApiError } from '../api-error.js'
import type { ApiRequest } from '../api-request.js'
import { openDb } from '../db/db.js'
import { SCENARIOS } from '../faults/scenarios.js'
import { requireDeliverable } from '../operations/webhook-rules.js'
import type { World } from '../store/records.js'
import { Store } from '../store/store.js'
import { InvalidWorld, parseWorld } from '../store/world.js'
import { worldOf } from '../store/world-of.js'
import { Clock } from '../time/clock.js'
import { toInstant, toTimestamp } from '../time/timestamp.js'
import { mockClock } from './clock.js'
import { mockFaults } from './faults.js'
import { type InternalMock, type Start, withInternals } from './internals.js'
import { mockMessages } from './messages.js'
import type { Mock, ResetOptions, Snapshot } from './mock.js'
import { type MockOptions, validateOptions } from './options.js'
import type { Persistence } from './persistence.js'
import { MockRuntime, NO_RESPONSE, type RuntimeOptions } from './runtime.js'
import { SANDBOX_BOUNDS, Sandboxes } from './sandboxes.js'
import { Session, type SessionSnapshot, sessionOf, takeSnapshot } from './session.js'
import { mockSnapshots } from './snapshots.js'
import { createWebhook, mockWebhooks, upsertWebhook } from './webhooks.js'

export type { Mock, ResetOptions, Snapshot } from './mock.js'
export type { MockOptions } from './options.js'

/**
 * Creates a mock of Linktor's Conversations API: stateful, synchronous, with data to start with.
 *
 * @throws InvalidWorld when the world is invalid
 * @throws TypeError for any other invalid option, naming it
 * @example
 * const mock = createMock({ now: '2024-01-15T11:00:00Z' })
 * mock.handle({ method: 'POST', path: '/conversations/conv_abc123/close', headers: { authorization: 'Bearer key' } })
 * mock.db.conversations.get('conv_abc123').status // 'closed'
 */
export function createMock(options: MockOptions = {}): Mock {
  const { world } = validateOptions(options)
  return startMock(world === undefined ? guideWorld : parseWorld(world), options)
}

/**
 * Starts a mock over a world that is known to be valid, such as a generated one, which is not validated again: that takes seconds for a
 * million messages.
 *
 * @param persistence - makes changes durable. State that was persisted before takes precedence; a reset returns to the world
 * @throws Error when the data cannot be persisted
 */
export function startMock(world: World, options: Omit<MockOptions, 'world'> = {}, persistence?: Persistence): InternalMock {
  const start: Start = { seed: 1, ...validateOptions(options), world }
  if (persistence !== undefined && options.sandboxPerKey) throw new TypeError('sandboxPerKey: sandboxes start anew and cannot be persisted')
  return mockOf(start, createSession(start, new Clock(options.now ?? world.now)), {}, persistence)
}

/**
 * Applies the rules of the API to the webhooks of a world.
 *
 * @throws InvalidWorld when one could not be created by the API
 */
function requireDeliverableWebhooks({ webhooks = [] }: World, allowHttpHosts: ReadonlySet<string>): void {
  const problems = webhooks.flatMap((webhook, i) => {
    try {
      requireDeliverable(webhook, { allowHttpHosts })
      return []
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      return error.details.map(({ field = '', message }) => ({ field: `webhooks[${i}].${field}`, message: `webhooks[${i}].${message}` }))
    }
  })
  if (problems.length > 0) throw new InvalidWorld(problems)
}

/** A session that no request has touched yet. */
function createSession(start: Start, clock: Clock): Session {
  const { world, seed, rateLimit, webhooks = [], allowHttpHosts, scenario = 'happy' } = start
  const now = clock.millis()
  requireDeliverableWebhooks(world, new Set(allowHttpHosts))
  const store = Store.of(world, seed)
  for (const webhook of webhooks) createWebhook(store, webhook, toTimestamp(now), new Set(allowHttpHosts))
  const session = Session.create(store, clock, seed, rateLimit)
  const faults = mockFaults(() => session)
  for (const fault of SCENARIOS[scenario]) faults.set(fault)
  return session
}

/** The public object over a runtime. */
function mockOf(options: Start, session: Session, { bounds }: Pick<RuntimeOptions, 'bounds'>, persistence?: Persistence): InternalMock {
  const apiKeys = new Set(options.apiKeys)
  const allowHttpHosts = new Set(options.allowHttpHosts)
  let start = options
  let initial = takeSnapshot(session)
  const runtime = new MockRuntime(session, { apiKeys, allowHttpHosts, strict: options.strict ?? false, bounds }, persistence)
  const taken = new WeakMap<Snapshot, SessionSnapshot>()
  const sandboxes = new Sandboxes(() => mockOf({ ...start, sandboxPerKey: false }, sessionOf(initial), { bounds: SANDBOX_BOUNDS }), apiKeys)
  const store = (): Store => runtime.store()
  const now = (): string => runtime.now()
  const commit = (): void => runtime.commit()
  const mock: Mock = {
    ...handling(runtime, options.sandboxPerKey ? sandboxes : undefined),
    db: openDb({ store, now, written: commit }),
    clock: mockClock(
      () => runtime.session.clock,
      () => runtime.clockMoved(),
    ),
    events: runtime.events,
    requests: runtime.requests,
    faults: mockFaults(() => runtime.session),
    webhooks: mockWebhooks({ store, now, written: commit, allowHttpHosts, dispatcher: runtime.dispatcher }),
    messages: mockMessages((act) => runtime.perform(act)),
    snapshots: mockSnapshots({
      snapshot: () => takeSnapshot(runtime.session),
      restore: (snapshot) => runtime.replaceSession(sessionOf(snapshot)),
      describe: () => ({ at: now(), conversations: store().conversations.size }),
    }),
    sandboxes: options.sandboxPerKey ? sandboxes : { of: () => mock, keys: () => [], has: () => false, delete: () => false },
    reset(to) {
      const next = to === undefined ? { start, initial } : startingAt(to)
      runtime.replaceSession(sessionOf(next.initial))
      start = next.start
      initial = next.initial
      runtime.forgetPast()
      sandboxes.clear()
    },
    world: () => worldOf(store(), now()),
    load(given) {
      const world = parseWorld(given)
      requireDeliverableWebhooks(world, allowHttpHosts)
      const session = runtime.session.fork().withStore(Store.of(world, start.seed))
      const { shows, frozen } = session.clock.reading()
      session.clock.restore({ shows: world.now === undefined ? shows : toInstant(world.now), frozen })
      runtime.replaceSession(session)
    },
    snapshot() {
      const snapshot = Object.freeze({}) as Snapshot // opaque: its session is found by identity
      taken.set(snapshot, takeSnapshot(runtime.session))
      return snapshot
    },
    restore(snapshot) {
      const session = taken.get(snapshot)
      if (session === undefined) throw new TypeError('restore: snapshot must be one that snapshot() of this same mock has returned')
      runtime.replaceSession(sessionOf(session))
    },
  }
  return withInternals(mock, {
    start: () => start,
    onReplace: (listener) => runtime.onReplace(listener),
    onReplaced: (listener) => runtime.onReplaced(listener),
    upsertWebhook(given) {
      const webhook = upsertWebhook(store(), given, now(), allowHttpHosts)
      commit()
      return webhook
    },
    close() {
      runtime.close()
      sandboxes.clear()
    },
  })

  /** The start and the initial state that a reset with another world or seed leads to. */
  function startingAt({ world = start.world, seed = start.seed }: ResetOptions): { start: Start; initial: SessionSnapshot } {
    const next: Start = { ...start, ...validateOptions({ ...start, world: parseWorld(world), seed }), world, seed }
    const clock = world === start.world ? sessionOf(initial).clock : new Clock(world.now ?? start.now)
    return { start: next, initial: takeSnapshot(createSession(next, clock)) }
  }
}

/** Handles requests by a runtime, or by the sandbox of their API key. */
function handling(runtime: MockRuntime, sandboxes: Sandboxes | undefined): Pick<Mock, 'handle' | 'delayFor'> {
  if (sandboxes === undefined) {
    return { handle: (request) => runtime.handle(request), delayFor: (request, besides = 0) => runtime.delayFor(request, besides) }
  }
  /** Sandbox in which each delayed request arrived; `undefined` for requests without a valid key. */
  const sandboxOfDelayed = new WeakMap<ApiRequest, { readonly sandbox: Mock | undefined }>()
  return {
    handle(request) {
      const sandbox = sandboxes.for(request)
      const arrivedIn = sandboxOfDelayed.get(request) ?? { sandbox }
      if (arrivedIn.sandbox !== sandbox) return NO_RESPONSE // that of a sandbox that is gone
      return sandbox === undefined ? runtime.handle(request) : sandbox.handle(request)
    },
    delayFor(request, besides = 0) {
      const sandbox = sandboxes.for(request)
      const milliseconds = sandbox === undefined ? runtime.delayFor(request, besides) : sandbox.delayFor(request, besides)
      if (milliseconds > 0) sandboxOfDelayed.set(request, { sandbox })
      return milliseconds
    },
  }
}
