import { guideWorld } from '../fixtures/guide.js'
import { Api } from './api/api.js'
import { Memory } from './api/memory.js'
import { mockFaults } from './api/mock-faults.js'
import type { ApiRequest, ApiResponse } from './api/request.js'
import { SCENARIOS } from './api/scenarios.js'
import { noAnswer } from './api/strike.js'
import { openDb } from './db/db.js'
import { Journal } from './journal/journal.js'
import { announceChange } from './mock/before-change.js'
import type { Keeper, Kept } from './mock/keeper.js'
import { mockMessages } from './mock/messages.js'
import type { Mock, ResetOptions, Snapshot } from './mock/mock.js'
import { checked, type MockOptions } from './mock/options.js'
import { OF_A_SANDBOX, type Sandbox, Sandboxes } from './mock/sandboxes.js'
import { mockSnapshots } from './mock/snapshots.js'
import { noteStart, type Start } from './mock/start-of.js'
import { type GivenWebhook, mockWebhooks, registered, registeredOnce } from './mock/webhooks.js'
import { ApiError } from './operations/api-error.js'
import { Alarm } from './state/alarm.js'
import { Clock, type ClockFace, type ClockSetting, toFace } from './state/clock.js'
import { failCutOff } from './state/deliveries.js'
import { Events } from './state/events.js'
import type { Webhook, World } from './state/records.js'
import { State } from './state/state.js'
import { type Timestamp, toInstant, toTimestamp } from './state/timestamp.js'
import { parseWorld } from './state/world.js'
import { worldOf } from './state/world-of.js'
import { Courier } from './webhooks/courier.js'

export type { Mock, ResetOptions, Snapshot } from './mock/mock.js'
export type { MockOptions } from './mock/options.js'

interface Past {
  readonly memory: Memory
  readonly clock: ClockFace
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
  const { world } = checked(options)
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
 * @param keeper - has what becomes of the mock kept. What was kept before goes first: the world is what a reset goes back to then
 * @throws Error when it cannot be kept
 */
export function startMock(world: World, options: Omit<MockOptions, 'world'> = {}, keeper?: Keeper): Mock {
  return startedMock(world, options, keeper).mock
}

/** The same, with what ends it: from then on it sends nothing, and has nothing under way that would keep a process alive. */
export function startedMock(world: World, options: Omit<MockOptions, 'world'> = {}, keeper?: Keeper): StartedMock {
  const start = { seed: 1, ...checked(options), world }
  if (keeper !== undefined && options.sandboxPerKey) throw new TypeError('sandboxPerKey: sandboxes start anew, and cannot be kept')
  const clock = new Clock(options.now ?? world.now)
  return mockOf({ ...start, memory: memoryOf(start, clock.millis()), clock }, keeper)
}

/**
 * The memory of a mock that nobody has asked anything yet.
 *
 * @param now - what its clock shows, in Unix milliseconds
 */
function memoryOf({ world, seed, rateLimit, webhooks = [], allowHttpHosts, scenario = 'happy' }: Start, now: number): Memory {
  const state = State.of(world, seed)
  for (const webhook of webhooks) registered(state, webhook, toTimestamp(now), new Set(allowHttpHosts))
  const memory = Memory.of(state, seed, rateLimit)
  const faults = mockFaults(
    () => memory,
    () => now,
  )
  for (const fault of SCENARIOS[scenario]) faults.set(fault)
  return memory
}

/** A mock of a memory and a clock, which it takes for its own; and what ends whatever it has under way. */
function mockOf({ memory, clock, ...options }: Start & { readonly memory: Memory; readonly clock: Clock }, keeper?: Keeper): StartedMock {
  const apiKeys = new Set(options.apiKeys)
  const allowHttpHosts = new Set(options.allowHttpHosts)
  const events = new Events(options.bounds)
  const requests = new Journal(options.bounds)
  const courier: Courier = new Courier({ state: () => api.memory.state, now: () => clock.millis(), attempted: goOn })
  const attempt: Courier['attempt'] = (delivery) => courier.attempt(delivery)
  const strict = options.strict ?? false
  const api: Api = new Api({ apiKeys, strict, allowHttpHosts, clock, events, attempt, secure: keeper && secure }, memory)
  const alarm = new Alarm(clock, settle)
  clock.onChange(() => {
    alarm.clear()
    secure()
    settle()
  })
  events.beforeLooking(settle)
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
    itsClock.turnBack(past.clock)
    return mockOf({ ...start, sandboxPerKey: false, bounds: OF_A_SANDBOX, memory: past.memory.fork(), clock: itsClock })
  }, apiKeys)
  const whole: Pick<Mock, 'handle' | 'delayFor'> = {
    handle(request) {
      const began = run
      if ((cameIn.get(request) ?? run) !== run) return NO_ANSWER // of a test that is over
      const started = request?.receivedAt ?? performance.now()
      const at = clock.millis()
      const response = api.handle(request)
      if (isAtRest(at)) keeper?.keepIfPossible()
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
    db: openDb({ state: current, now, written }),
    clock,
    events,
    requests,
    faults: mockFaults(
      () => api.memory,
      () => clock.millis(),
    ),
    webhooks: mockWebhooks({ state: current, now, written, allowHttpHosts, courier }),
    messages: mockMessages((act) => {
      const result = api.happen(act)
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
      const shows = world.now === undefined ? clock.face().shows : toInstant(world.now)
      put(api.memory.with(State.of(world, start.seed)), { shows, frozen: clock.frozen })
    },
    snapshot,
    restore,
  }
  noteStart(mock, () => start)
  if (keeper !== undefined) {
    if (keeper.kept === undefined) keeper.replace(api.memory, clock.setting())
    else takeUp(keeper.kept)
  }
  begin()
  return { mock, end, register }

  /** Keeps a request that is answered now. Its times: the mock's, in Unix milliseconds, and what `performance.now()` told at its start. */
  function noted(request: ApiRequest, response: ApiResponse, at: number, started: number): ApiResponse {
    requests.note(request, response, at, Math.max(0, performance.now() - started))
    return response
  }

  function register(webhook: GivenWebhook): Webhook {
    const asked = registeredOnce(current(), webhook, now(), allowHttpHosts)
    written()
    return asked
  }

  /** Ends it for good. */
  function end(): void {
    courier.end()
    alarm.clear()
    sandboxes.clear()
  }

  function snapshot(): Snapshot {
    const snapshot = Object.freeze({}) as Snapshot
    snapshots.set(snapshot, { memory: api.memory.fork(), clock: clock.face() })
    return snapshot
  }

  function pastOf(snapshot: Snapshot): Past {
    const past = snapshots.get(snapshot)
    if (past === undefined) throw new TypeError('restore: give what snapshot() of this same mock gave')
    return past
  }

  function restore(to: Snapshot): void {
    const past = pastOf(to)
    put(past.memory.fork(), past.clock)
  }

  function put(memory: Memory, face: ClockFace): void {
    announceChange(mock)
    keeper?.replace(memory, settingOf(face))
    api.memory = memory
    clock.turnBack(face)
    giveUp()
    begin()
  }

  /** Begins to go on with the memory that has been put in place. */
  function begin(): void {
    keeper?.watch(api.memory, clock)
    failCutOff(api.memory.state)
    goOn()
  }

  /** Goes on from what was kept. */
  function takeUp(kept: Kept): void {
    api.memory = api.memory.with(kept.state, kept.idempotency, kept.requestIds)
    clock.turnBack(toFace(kept.clock))
    giveUp()
  }

  /** Has what was done kept; what cannot be kept is taken back, and whoever asked for it is told. */
  function secure(): void {
    try {
      keeper?.keep()
    } catch (error) {
      const kept = keeper?.back()
      if (kept !== undefined) {
        takeUp({ ...kept, requestIds: api.memory.requestIds })
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
    const next = checked({ ...start, world: parseWorld(world), seed })
    const face = world === start.world ? pastOf(initial).clock : new Clock(world.now ?? start.now).face()
    const begin = { ...start, ...next, world, seed }
    const past = Object.freeze({}) as Snapshot
    snapshots.set(past, { memory: memoryOf(begin, face.shows ?? Date.now()), clock: face })
    return { start: begin, initial: past }
  }

  /** Gives up whatever belongs to a state that is gone. */
  function giveUp(): void {
    courier.giveUp()
    alarm.clear()
  }

  function settle(): void {
    api.settle()
    goOn()
  }

  /** After whatever may have changed something: sends what is due, and wakes when something falls due. */
  function goOn(): void {
    keeper?.keepIfPossible()
    courier.call()
    const { state } = api.memory
    const next = earlier(state.nextSnoozeEnd(), courier.nextDue())
    const at = next === undefined ? undefined : toInstant(next)
    alarm.set(at)
    rest = { version: state.version, webhookVersion: state.webhookVersion, until: at ?? Number.POSITIVE_INFINITY }
  }

  /** Whether nothing was written and nothing fell due since the mock went on last: most requests read, and leave nothing to do. */
  function isAtRest(at: number): boolean {
    const { version, webhookVersion } = api.memory.state
    return at < rest.until && version === rest.version && webhookVersion === rest.webhookVersion
  }

  function current(): State {
    settle()
    return api.memory.state
  }

  function now(): Timestamp {
    return toTimestamp(clock.millis())
  }
}

const NO_ANSWER = Object.freeze(noAnswer({ unknown: [] }))

function settingOf({ shows, frozen }: ClockFace): ClockSetting {
  if (frozen && shows !== undefined) return { frozenAt: shows }
  return { offset: shows === undefined ? 0 : shows - Date.now() }
}

function earlier(a: Timestamp | undefined, b: Timestamp | undefined): Timestamp | undefined {
  return a !== undefined && (b === undefined || a < b) ? a : b
}
