import type { Webhook, World } from '../store/records.js'
import type { Mock } from './mock.js'
import type { MockOptions } from './options.js'
import type { GivenWebhook } from './webhooks.js'

/** Options of a mock, with the world and the seed that a reset returns to. */
export interface Start extends MockOptions {
  readonly world: World
  readonly seed: number
}

/** Access to a mock for adapters, the control plane and the CLI, beside its public interface. */
export interface MockInternals {
  /** Current start, which a reset with a world or a seed changes. */
  start(): Start
  /** Calls back before the session is replaced by a reset, a restore or a load: what has arrived by then is handled first. */
  onReplace(listener: () => void): void
  /** Calls back after the session was replaced. @returns a function that removes the listener */
  onReplaced(listener: () => void): () => void
  /** Registers a webhook; one with its URL that exists already gets the given secret and events. */
  upsertWebhook(webhook: GivenWebhook): Webhook
  /** Cancels what is under way, and sends nothing any more. */
  close(): void
}

const INTERNALS = Symbol.for('linktor-mock.internals') // the same one in every copy of this module

/** A mock with its internals. */
export interface InternalMock extends Mock {
  readonly [INTERNALS]: MockInternals
}

export function withInternals(mock: Mock, internals: MockInternals): InternalMock {
  return Object.defineProperty(mock, INTERNALS, { value: internals }) as InternalMock // as defined just now
}

/** Internals of a mock; `undefined` for an object that only looks like one. */
export function internalsOf(mock: InternalMock): MockInternals
export function internalsOf(mock: object): MockInternals | undefined
export function internalsOf(mock: object): MockInternals | undefined {
  return INTERNALS in mock ? (mock as InternalMock)[INTERNALS] : undefined
}
