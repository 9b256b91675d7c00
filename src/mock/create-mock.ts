import { guideWorld } from '../../fixtures/guide.js'
import { ApiError } from '../api-error.js'
import type { ApiRequest, ApiResponse } from '../api-request.js'
import { openDb } from '../db/db.js'
import { EventBus } from '../events/event-bus.js'
import { SCENARIOS } from '../faults/scenarios.js'
import { noResponse } from '../pipeline/faults.js'
import { Pipeline } from '../pipeline/pipeline.js'
import { RequestLog } from '../request-log/request-log.js'
import type { Webhook, World } from '../store/records.js'
import { Store } from '../store/store.js'
import { parseWorld } from '../store/world.js'
import { worldOf } from '../store/world-of.js'
import { Clock, type ClockReading, type ClockSetting, toReading } from '../time/clock.js'
import { Timer } from '../time/timer.js'
import { type Timestamp, toInstant, toTimestamp } from '../time/timestamp.js'
import { failInterrupted } from '../webhooks/deliveries.js'
import { WebhookDispatcher } from '../webhooks/dispatcher.js'
import { announceChange } from './before-change.js'
import { mockFaults } from './faults.js'
import { mockMessages } from './messages.js'
import type { Mock, ResetOptions, Snapshot } from './mock.js'
import { type MockOptions, validateOptions } from './options.js'
import type { PersistedState, Persistence } from './persistence.js'
import { SANDBOX_BOUNDS, type Sandbox, Sandboxes } from './sandboxes.js'
import { Session } from './session.js'
import { mockSnapshots } from './snapshots.js'
import { noteStart, type Start } from './start-of.js'
import { createWebhook, type GivenWebhook, mockWebhooks, upsertWebhook } from './webhooks.js'

export type { Mock, ResetOptions, Snapshot } from './mock.js'
export type { MockOptions } from './options.js'

interface Past {
  readonly session: Session
  readonly clock: ClockReading
}

/**
 * A fake of Linktor's Conversations API: stateful, synchronous, with data to start with.
 *
 * @throws InvalidWorld when the world does not fit
 * @throws TypeError for any other option that does not, naming it
 * @example
 * const mock = createMock({ now: '2024-01-15T11:00:00Z' })
 * mock.handle({ method: 'POST', path: '/conversations/conv_abc123/close', headers: { authorization: 'Bearer key' } })
 * mock.db.conversations.get('conv_abc123').status // 'closed'
 */
export function createMock(options: MockOptions = {}): Mock {
  const { world } = validateOptions(options)
  return startMock(world === undefined ? guideWorld : parseWorld(world), options)
}

/** A mock, and what only whoever runs it may do with it. */
export interface StartedMock extends Sandbox<Mock> {
  /** Has a webhook as it is asked for: one of its URL that is there already gets the secret and the events that are given. */
  register(webhook: GivenWebhook): Webhook
}

/**
 * The same over a world that is known to fit, as a generated one does: to look through a million messages takes seconds.
 *
 * @param persistence - has what becomes of the mock kept. What was kept before goes first: the world is what a reset goes back to then
 * @throws Error when it cannot be kept
 */
export function startMock(world: World, options: Omit<MockOptions, 'world'> = {}, persistence?: Persistence): Mock {
  return startedMock(world, options, persistence).mock
}

/** The same, with what ends it: from then on it sends nothing, and has nothing under way that would keep a process alive. */
export function startedMock(world: World, options: Omit<MockOptions, 'world'> = {}, persistence?: Persistence): StartedMock {
  const start = { seed: 1, ...validateOptions(options), world }
  if (persistence !== undefined && options.sandboxPerKey) throw new TypeError('sandboxPerKey: sandboxes start anew, and cannot be kept')
  const clock = new Clock(options.now ?? world.now)
  return mockOf({ ...start, session: memoryOf(start, clock.millis()), clock }, persistence)
}

/**
 * The memory of a mock that nobody has asked anything yet.
 *
 * @param now - what its clock shows, in Unix milliseconds
 */
function memoryOf({ world, seed, rateLimit, webhooks = [], allowHttpHosts, scenario = 'happy' }: Start, now: number): Session {
  const store = Store.of(world, seed)
  for (const webhook of webhooks) createWebhook(store, webhook, toTimestamp(now), new Set(allowHttpHosts))
  const session = Session.of(store, seed, rateLimit)
  const faults = mockFaults(
    () => session,
    () => now,
  )
  for (const fault of SCENARIOS[scenario]) faults.set(fault)
  return session
}

/** A mock of a memory and a clock, which it takes for its own; and what ends whatever it has under way. */
function mockOf(
  { session, clock, ...options }: Start & { readonly session: Session; readonly clock: Clock },
  persistence?: Persistence,
): StartedMock {
  const apiKeys = new Set(options.apiKeys)
  const allowHttpHosts = new Set(options.allowHttpHosts)
  const events = new EventBus(options.bounds)
  const requests = new RequestLog(options.bounds)
  const dispatcher: WebhookDispatcher = new WebhookDispatcher({
    store: () => api.session.store,
    now: () => clock.millis(),
    attempted: goOn,
  })
  const attempt: WebhookDispatcher['attempt'] = (delivery) => dispatcher.attempt(delivery)
  const strict = options.strict ?? false
  const api: Pipeline = new Pipeline({ apiKeys, strict, allowHttpHosts, clock, events, attempt, commit: persistence && secure }, session)
  const timer = new Timer(clock, settle)
  clock.onChange(() => {
    timer.clear()
    secure()
    settle()
  })
  events.beforeRead(settle)
  const snapshots = new WeakMap<Snapshot, Past>()
  /** There is nothing to do until then (Unix milliseconds), as long as the state has these versions. */
  let rest = { version: 0, webhookVersion: 0, until: 0 }
  /** Which run of the mock, from one reset to the next, a request came in that waits. */
  const cameIn = new WeakMap<ApiRequest, number>()
  let run = 0
  let start: Start = options
  let initial = snapshot()
  const sandboxes = new Sandboxes<Mock>(() => {
    const past = pastOf(initial)
    const itsClock = new Clock()
    itsClock.restore(past.clock)
    return mockOf({ ...start, sandboxPerKey: false, bounds: SANDBOX_BOUNDS, session: past.session.fork(), clock: itsClock })
  }, apiKeys)
  const whole: Pick<Mock, 'handle' | 'delayFor'> = {
    handle(request) {
      const began = run
      if ((cameIn.get(request) ?? run) !== run) return NO_ANSWER // of a test that is over
      const started = request?.receivedAt ?? performance.now()
      const at = clock.millis()
      const response = api.handle(request)
      if (isAtRest(at)) persistence?.tryFlush()
      else goOn()
      if (response.later === undefined) return noted(request, response, at, started)
      return { ...response, later: response.later.then((later) => (began === run ? noted(request, later, at, started) : NO_ANSWER)) }
    },
    delayFor(request, besides = 0) {
      const milliseconds = api.delayFor(request) + besides
      if (milliseconds > 0) cameIn.set(request, run)
      return milliseconds
    },
  }
  /** Who a request came to that waits: the mock itself, or one of its sandboxes. */
  const cameTo = new WeakMap<ApiRequest, typeof whole>()
  const ownerOf = (request: ApiRequest): typeof whole => (options.sandboxPerKey ? (sandboxes.for(request) ?? whole) : whole)
  const mock: Mock = {
    handle(request) {
      const owner = ownerOf(request)
      return (cameTo.get(request) ?? owner) === owner ? owner.handle(request) : NO_ANSWER // of a sandbox that is gone
    },
    delayFor(request, besides) {
      const owner = ownerOf(request)
      const milliseconds = owner.delayFor(request, besides)
      if (milliseconds > 0) cameTo.set(request, owner)
      return milliseconds
    },
    db: openDb({ store: current, now, written }),
    clock,
    events,
    requests,
    faults: mockFaults(
      () => api.session,
      () => clock.millis(),
    ),
    webhooks: mockWebhooks({ store: current, now, written, allowHttpHosts, dispatcher }),
    messages: mockMessages((act) => {
      const result = api.perform(act)
      goOn()
      return result
    }),
    snapshots: mockSnapshots({ snapshot, restore, describe: () => ({ at: now(), conversations: current().conversations.size }) }),
    sandboxes: options.sandboxPerKey ? sandboxes : { of: () => mock, keys: () => [], has: () => false, delete: () => false },
    reset(to) {
      const next = to === undefined ? { start, initial } : startingAt(to)
      restore(next.initial)
      start = next.start
      initial = next.initial
      run++
      events.clear()
      requests.clear()
      sandboxes.clear()
    },
    world: () => worldOf(current(), now()),
    load(given) {
      const world = parseWorld(given)
      const shows = world.now === undefined ? clock.reading().shows : toInstant(world.now)
      put(api.session.with(Store.of(world, start.seed)), { shows, frozen: clock.frozen })
    },
    snapshot,
    restore,
  }
  noteStart(mock, () => start)
  if (persistence !== undefined) {
    if (persistence.loaded === undefined) persistence.replaceAll(api.session, clock.setting())
    else takeUp(persistence.loaded)
  }
  begin()
  return { mock, close: end, register }

  /** Keeps a request that is answered now. Its times: the mock's, in Unix milliseconds, and what `performance.now()` told at its start. */
  function noted(request: ApiRequest, response: ApiResponse, at: number, started: number): ApiResponse {
    requests.add(request, response, at, Math.max(0, performance.now() - started))
    return response
  }

  function register(webhook: GivenWebhook): Webhook {
    const asked = upsertWebhook(current(), webhook, now(), allowHttpHosts)
    written()
    return asked
  }

  /** Ends it for good. */
  function end(): void {
    dispatcher.end()
    timer.clear()
    sandboxes.clear()
  }

  function snapshot(): Snapshot {
    const snapshot = Object.freeze({}) as Snapshot
    snapshots.set(snapshot, { session: api.session.fork(), clock: clock.reading() })
    return snapshot
  }

  function pastOf(snapshot: Snapshot): Past {
    const past = snapshots.get(snapshot)
    if (past === undefined) throw new TypeError('restore: give what snapshot() of this same mock gave')
    return past
  }

  function restore(to: Snapshot): void {
    const past = pastOf(to)
    put(past.session.fork(), past.clock)
  }

  function put(session: Session, reading: ClockReading): void {
    announceChange(mock)
    persistence?.replaceAll(session, settingOf(reading))
    api.session = session
    clock.restore(reading)
    giveUp()
    begin()
  }

  /** Begins to go on with the memory that has been put in place. */
  function begin(): void {
    persistence?.attach(api.session, clock)
    failInterrupted(api.session.store)
    goOn()
  }

  /** Goes on from what was kept. */
  function takeUp(kept: PersistedState): void {
    api.session = api.session.with(kept.store, kept.idempotency, kept.requestIds)
    clock.restore(toReading(kept.clock))
    giveUp()
  }

  /** Has what was done kept; what cannot be kept is taken back, and whoever asked for it is told. */
  function secure(): void {
    try {
      persistence?.flush()
    } catch (error) {
      const kept = persistence?.rollback()
      if (kept !== undefined) {
        takeUp({ ...kept, requestIds: api.session.requestIds })
        begin()
      }
      const why = error instanceof Error ? error.message : String(error)
      const outcome = kept === undefined ? 'the server must be started again' : 'nothing was changed'
      throw new ApiError('INTERNAL_ERROR', `linktor-mock could not write this to its data file: ${why}; ${outcome}`)
    }
  }

  function written(): void {
    secure()
    goOn()
  }

  /** What another world, or other ids, make of the start. */
  function startingAt({ world = start.world, seed = start.seed }: ResetOptions): { start: Start; initial: Snapshot } {
    const next = validateOptions({ ...start, world: parseWorld(world), seed })
    const reading = world === start.world ? pastOf(initial).clock : new Clock(world.now ?? start.now).reading()
    const begin = { ...start, ...next, world, seed }
    const past = Object.freeze({}) as Snapshot
    snapshots.set(past, { session: memoryOf(begin, reading.shows ?? Date.now()), clock: reading })
    return { start: begin, initial: past }
  }

  /** Gives up whatever belongs to a state that is gone. */
  function giveUp(): void {
    dispatcher.giveUp()
    timer.clear()
  }

  function settle(): void {
    api.runDue()
    goOn()
  }

  /** After whatever may have changed something: sends what is due, and wakes when something falls due. */
  function goOn(): void {
    persistence?.tryFlush()
    dispatcher.call()
    const { store } = api.session
    const next = earlier(store.nextSnoozeEnd(), dispatcher.nextDue())
    const at = next === undefined ? undefined : toInstant(next)
    timer.set(at)
    rest = { version: store.version, webhookVersion: store.webhookVersion, until: at ?? Number.POSITIVE_INFINITY }
  }

  /** Whether nothing was written and nothing fell due since the mock went on last: most requests read, and leave nothing to do. */
  function isAtRest(at: number): boolean {
    const { version, webhookVersion } = api.session.store
    return at < rest.until && version === rest.version && webhookVersion === rest.webhookVersion
  }

  function current(): Store {
    settle()
    return api.session.store
  }

  function now(): Timestamp {
    return toTimestamp(clock.millis())
  }
}

const NO_ANSWER = Object.freeze(noResponse({ unknown: [] }))

function settingOf({ shows, frozen }: ClockReading): ClockSetting {
  if (frozen && shows !== undefined) return { frozenAt: shows }
  return { offset: shows === undefined ? 0 : shows - Date.now() }
}

function earlier(a: Timestamp | undefined, b: Timestamp | undefined): Timestamp | undefined {
  return a !== undefined && (b === undefined || a < b) ? a : b
}
