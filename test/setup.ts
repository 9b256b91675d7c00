import { afterAll, afterEach, expect } from 'vitest'
import type { ApiRequest, ApiResponse } from '../src/api-request.js'
import { EventBus } from '../src/events/event-bus.js'
import type { LazyEvent } from '../src/events/lazy-event.js'
import { MockRuntime } from '../src/mock/runtime.js'
import { expectContract, expectEventContract } from './model/contract.js'

/** Validates every response and every event of every test against the spec, over every transport: all of them come from here. */
const violations: string[] = []

const handle = MockRuntime.prototype.handle
MockRuntime.prototype.handle = function (request: ApiRequest): ApiResponse {
  const response = handle.call(this, request)
  const { operationId, fault } = response.notes
  const undocumented = fault === 'fail' // a fault may answer what the spec has not
  if (fault === 'malformed') return response // what is cut off on purpose is not the spec's
  if (response.body !== '') note(`${request.method} ${request.path}`, () => expectContract(operationId, response, { undocumented }))
  return response
}

/** Read after the test, as reading an event copies it, and a test must not depend on when. */
const published: LazyEvent[] = []

const emit = EventBus.prototype.publish
EventBus.prototype.publish = function (events: readonly LazyEvent[]): void {
  published.push(...events)
  emit.call(this, events)
}

afterEach(() => {
  for (const { name, event } of published.splice(0)) note(name, () => expectEventContract(event))
  expect(violations.splice(0), 'answers and events that violate the spec').toEqual([])
})

afterAll(() => {
  MockRuntime.prototype.handle = handle // files may share a page, and each sets this up again
  EventBus.prototype.publish = emit
})

function note(what: string, check: () => unknown): void {
  try {
    check()
  } catch (error) {
    violations.push(`${what}: ${error instanceof Error ? error.message : error}`)
  }
}
