import { afterAll, afterEach, expect } from 'vitest'
import type { ApiRequest, ApiResponse } from '../src/api-request.js'
import { EventBus } from '../src/events/event-bus.js'
import type { LazyEvent } from '../src/events/lazy-event.js'
import { MockRuntime } from '../src/mock/runtime.js'
import { expectContract, expectEventContract } from './model/contract.js'

/** Validates every response and every event of every test against the spec, over every transport: all of them pass through here. */
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

/** Read after the test: reading serializes an event, and tests must not depend on when that happens. */
const published: LazyEvent[] = []

const publish = EventBus.prototype.publish
EventBus.prototype.publish = function (events: readonly LazyEvent[]): void {
  published.push(...events)
  publish.call(this, events)
}

afterEach(() => {
  for (const { name, event } of published.splice(0)) note(name, () => expectEventContract(event))
  expect(violations.splice(0), 'answers and events that depart from the spec').toEqual([])
})

afterAll(() => {
  MockRuntime.prototype.handle = handle // files may share a page, and this runs for each of them
  EventBus.prototype.publish = publish
})

function note(what: string, check: () => unknown): void {
  try {
    check()
  } catch (error) {
    violations.push(`${what}: ${error instanceof Error ? error.message : error}`)
  }
}
