import { beforeEach, describe, expect, it } from 'vitest'
import type { Duration, FailOptions, Mock, MockFaults, OperationId, RateLimitOptions } from '../../src/index.js'
import { frozenMock, send } from '../kit/kit.js'

const CONVERSATION = '/conversations/conv_abc123'
const OPERATIONS =
  '*, listConversations, createConversation, getConversation, updateConversation, closeConversation, reopenConversation, assignConversation, transferConversation, listConversationParticipants, listWebhooks, createWebhook, getWebhook, deleteWebhook, updateWebhook, testWebhook, listDeliveries, retryDelivery'
const CODES =
  'VALIDATION_ERROR, INVALID_URL, INVALID_EVENTS, CHANNEL_ERROR, AUTHENTICATION_REQUIRED, INVALID_API_KEY, INSUFFICIENT_PERMISSIONS, RESOURCE_NOT_FOUND, CONVERSATION_NOT_FOUND, CHANNEL_NOT_FOUND, CONTACT_NOT_FOUND, RESOURCE_ALREADY_EXISTS, CONVERSATION_EXISTS, RATE_LIMIT_EXCEEDED, INTERNAL_ERROR'

let mock: Mock

beforeEach(() => {
  mock = frozenMock()
})

/** Expects a TypeError with this message, and no new fault. */
function expectTypeError(call: (faults: MockFaults) => unknown, message: string): void {
  expect(() => call(mock.faults)).toThrow(new TypeError(message))
  expect(send(mock, 'GET', CONVERSATION)).toMatchObject({ status: 200, headers: { 'x-ratelimit-limit': '1000' } })
  expect(mock.delayFor({ method: 'GET', path: CONVERSATION })).toBe(0)
}

/** A value that JSON cannot represent. */
function circle(): object {
  const circle: { self?: object } = {}
  circle.self = circle
  return circle
}

/** Possible values of callers without types. */
const untyped = (value: unknown) => value as never

describe('faults', () => {
  it.for([undefined, 'close', 'toString', '', 'CLOSECONVERSATION'])('reject the operation %o', (operation) => {
    const given = untyped(operation)
    const told = operation === undefined ? 'undefined' : JSON.stringify(operation)
    expectTypeError((faults) => faults.fail(given), `faults.fail: operation must be one of ${OPERATIONS}; got ${told}`)
    expectTypeError((faults) => faults.drop(given), `faults.drop: operation must be one of ${OPERATIONS}; got ${told}`)
    expectTypeError((faults) => faults.malformed(given), `faults.malformed: operation must be one of ${OPERATIONS}; got ${told}`)
    expectTypeError((faults) => faults.slow(given, 1), `faults.slow: operation must be one of ${OPERATIONS}; got ${told}`)
    expectTypeError((faults) => faults.delay(given, 1), `faults.delay: operation must be one of ${OPERATIONS}; got ${told}`)
  })

  it.for([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '2', null])('reject times of %o', (value) => {
    const times = untyped(value)
    const told = JSON.stringify(value)
    expectTypeError((faults) => faults.fail('*', { times }), `faults.fail: times must be a whole number, at least 1; got ${told}`)
    expectTypeError((faults) => faults.drop('*', { times }), `faults.drop: times must be a whole number, at least 1; got ${told}`)
    expectTypeError((faults) => faults.delay('*', 1, { times }), `faults.delay: times must be a whole number, at least 1; got ${told}`)
  })

  it.for([0, -0.1, 1.1, Number.NaN, '0.5', null])('reject a probability of %o', (value) => {
    const probability = untyped(value)
    const message = `probability must be a number above 0 and up to 1; got ${JSON.stringify(value)}`
    expectTypeError((faults) => faults.fail('*', { probability }), `faults.fail: ${message}`)
    expectTypeError((faults) => faults.slow('*', 1, { probability }), `faults.slow: ${message}`)
  })

  it.for([
    { where: null, message: 'where must be an object with query, body, headers; got null' },
    { where: { path: '/' }, message: 'there is no where.path; there are query, body, headers' },
    { where: { query: 'a=b' }, message: 'where.query must be an object of parameters, each text, a number, true or false; got "a=b"' },
    {
      where: { query: { a: ['b'] } },
      message: 'where.query must be an object of parameters, each text, a number, true or false; got {"a":["b"]}',
    },
    { where: { headers: { a: 1 } }, message: 'where.headers must be an object of headers, each text; got {"a":1}' },
    { where: { body: [] }, message: 'where.body must be an object of fields, as JSON; got []' },
    { where: { body: { a: undefined } }, message: 'where.body must be an object of fields, as JSON; got {}' },
    { where: { body: { a: circle() } }, message: 'where.body must be an object of fields, as JSON; got [object Object]' },
  ])('reject $where as a condition for requests', ({ where, message }) => {
    expectTypeError((faults) => faults.malformed('*', { where: untyped(where) }), `faults.malformed: ${message}`)
    expectTypeError((faults) => faults.set({ kind: 'drop', operation: '*', where: untyped(where) }), `faults.set: ${message}`)
  })

  it('reject unknown options', () => {
    const options = untyped({ time: 1 })
    expectTypeError(
      (faults) => faults.fail('*', options),
      'faults.fail: there is no option time; there are status, code, message, retryAfter, times, probability, where',
    )
    expectTypeError(
      (faults) => faults.drop('*', options),
      'faults.drop: there is no option time; there are lost, times, probability, where',
    )
    expectTypeError((faults) => faults.delay('*', 1, options), 'faults.delay: there is no option time; there are times, probability, where')
    expectTypeError((faults) => faults.rateLimit(options), 'faults.rateLimit: there is no option time; there are after, retryAfter')
  })

  it.for([null, 500, 'once'])('reject %o as options', (value) => {
    const options = untyped(value)
    const told = JSON.stringify(value)
    expectTypeError(
      (faults) => faults.fail('*', options),
      `faults.fail: options must be an object with status, code, message, retryAfter, times, probability, where; got ${told}`,
    )
    expectTypeError(
      (faults) => faults.drop('*', options),
      `faults.drop: options must be an object with lost, times, probability, where; got ${told}`,
    )
    expectTypeError(
      (faults) => faults.delay('*', 1, options),
      `faults.delay: options must be an object with times, probability, where; got ${told}`,
    )
    expectTypeError(
      (faults) => faults.rateLimit(options),
      `faults.rateLimit: options must be an object with after, retryAfter; got ${told}`,
    )
  })
})

describe('fail', () => {
  it.for([200, 399, 600, 0, 404.5, Number.NaN, '500', null])('rejects the status %o', (value) => {
    const status = untyped(value)
    expectTypeError(
      (faults) => faults.fail('*', { status }),
      `faults.fail: status must be a whole number from 400 to 599; got ${JSON.stringify(value)}`,
    )
  })

  it.for(['NOT_FOUND', 'toString', '', 404, null])('rejects the code %o', (value) => {
    const code = untyped(value)
    expectTypeError((faults) => faults.fail('*', { code }), `faults.fail: code must be one of ${CODES}; got ${JSON.stringify(value)}`)
    expectTypeError(
      (faults) => faults.fail('*', { code, status: 404 }),
      `faults.fail: code must be one of ${CODES}; got ${JSON.stringify(value)}`,
    )
  })

  it.for([0, -1, 1.5, Number.POSITIVE_INFINITY, '30', null])('rejects retryAfter of %o', (value) => {
    const options = untyped({ retryAfter: value }) as FailOptions
    expectTypeError(
      (faults) => faults.fail('*', options),
      `faults.fail: retryAfter must be a whole number of seconds, at least 1; got ${JSON.stringify(value)}`,
    )
  })
})

describe('drop', () => {
  it.for(['response', '', true, null])('rejects lose: %o', (value) => {
    const lost = untyped(value)
    expectTypeError((faults) => faults.drop('*', { lost }), `faults.drop: lost must be "request" or "answer"; got ${JSON.stringify(value)}`)
  })
})

const DURATION_WANTED = 'faults.delay: duration must be a duration up to ten minutes, such as 2000 (milliseconds), "2s" or { seconds: 2 }'

describe('delay', () => {
  it.for([-1, 600_001, '11m', { hours: 1 }, { seconds: -1 }])('rejects %o, which is too short or too long', (duration) => {
    expectTypeError((faults) => faults.delay('*', duration), `${DURATION_WANTED}; got ${JSON.stringify(duration)}`)
  })

  it.for(['soon', '', '1 s', Number.NaN, Number.POSITIVE_INFINITY, {}, { weeks: 1 }, null, undefined])(
    'rejects %o, which is not a duration',
    (value) => {
      const duration = untyped(value) as Duration
      const told = value === undefined ? 'undefined' : JSON.stringify(value)
      expectTypeError((faults) => faults.delay('*', duration), `${DURATION_WANTED}; got ${told}`)
    },
  )

  it('accepts ten minutes', () => {
    mock.faults.delay('getConversation', '10m')
    expect(mock.delayFor({ method: 'GET', path: CONVERSATION })).toBe(600_000)
  })
})

describe('rateLimit', () => {
  it.for([-1, 1.5, Number.NaN, '3', null, undefined])('rejects a limit of %o requests', (after) => {
    const told = after === undefined ? 'undefined' : JSON.stringify(after)
    expectTypeError(
      (faults) => faults.rateLimit(untyped({ after }) as RateLimitOptions),
      `faults.rateLimit: after must be a whole number of requests, at least 0; got ${told}`,
    )
  })

  it.for([0, -1, 1.5, '60', null])('rejects a period of %o', (value) => {
    const retryAfter = untyped(value)
    expectTypeError(
      (faults) => faults.rateLimit({ after: 1, retryAfter }),
      `faults.rateLimit: retryAfter must be a whole number of seconds, at least 1; got ${JSON.stringify(value)}`,
    )
  })

  it('requires a limit', () => {
    expectTypeError(
      (faults) => faults.rateLimit(untyped(undefined)),
      'faults.rateLimit: options must be an object with after, retryAfter; got undefined',
    )
  })
})

describe('set', () => {
  it.for([
    { given: null, message: 'a fault must be an object such as { kind: "fail", operation: "*" }; got null' },
    { given: {}, message: 'kind must be one of fail, delay, drop, malformed, slow, rateLimit; got undefined' },
    { given: { kind: 'toString' }, message: 'kind must be one of fail, delay, drop, malformed, slow, rateLimit; got "toString"' },
    { given: { kind: 'fail' }, message: `operation must be one of ${OPERATIONS}; got undefined` },
    {
      given: { kind: 'drop', operation: '*', status: 503 },
      message: 'there is no option status; there are kind, operation, lost, times, probability, where',
    },
    { given: { kind: 'fail', operation: '*', status: 200 }, message: 'status must be a whole number from 400 to 599; got 200' },
    {
      given: { kind: 'slow', operation: '*' },
      message: 'duration must be a duration up to ten minutes, such as 2000 (milliseconds), "2s" or { seconds: 2 }; got undefined',
    },
    { given: { kind: 'rateLimit', after: 1, operation: '*' }, message: 'there is no option operation; there are kind, after, retryAfter' },
    { given: { kind: 'rateLimit' }, message: 'after must be a whole number of requests, at least 0; got undefined' },
  ])('rejects $given', ({ given, message }) => {
    expectTypeError((faults) => faults.set(untyped(given)), `faults.set: ${message}`)
    expect(mock.faults.all()).toEqual([])
  })
})

describe('every operation of the spec', () => {
  it.for(OPERATIONS.split(', ') as ('*' | OperationId)[])('%s can be set to fail, drop and delay', (operation) => {
    for (const undo of [mock.faults.fail(operation), mock.faults.drop(operation), mock.faults.delay(operation, 1)]) undo()
    expect(send(mock, 'GET', CONVERSATION).status).toBe(200)
  })
})
