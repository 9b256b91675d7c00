import { at } from '../at.js'
import type { Answer } from '../exchange.js'
import { type RuleContext, rulesOf } from '../rule.js'
import { UNKNOWN_ID } from '../target.js'
import { CHANGING, performAll, READING } from './calls.js'

const ENVELOPES = 'Envelopes'
const list = rulesOf('listConversations', ENVELOPES)
const get = rulesOf('getConversation', ENVELOPES)
const create = rulesOf('createConversation', ENVELOPES)
const limited = rulesOf('listConversations', 'Rate limits')
const limitedCreate = rulesOf('createConversation', 'Rate limits')

/** Unix timestamps above this are in milliseconds, not seconds. */
const SECONDS = 100_000_000_000

/** Headers of every response: the request id and the rate limit. */
export const httpHeadersRules = [
  list.reads(
    'HTTP-22',
    'documented',
    'the X-Request-ID of the request is returned in the header and in meta.requestId',
    async (context) => {
      const requestId = `linktor-mock-${context.api.runId}-22`
      requireRequestId(context, requestId, await performAll(context, READING, { headers: { 'x-request-id': requestId } }))
    },
  ),

  get.reads('HTTP-23', 'documented', 'an error returns the X-Request-ID of the request too', async (context) => {
    const { api } = context
    const requestId = `linktor-mock-${api.runId}-23`
    const headers = { 'x-request-id': requestId }
    const refused = await Promise.all([
      api.call('GET', `/conversations/${UNKNOWN_ID}`, { headers }),
      api.call('GET', `/conversations/${UNKNOWN_ID}/participants`, { headers }),
      api.call('GET', '/conversations', { headers, key: 'none' }),
    ])
    requireRequestId(context, requestId, refused)
  }),

  create.writes('HTTP-24', 'documented', 'the response to a write returns the X-Request-ID of the request too', async (context) => {
    const requestId = `linktor-mock-${context.api.runId}-24`
    requireRequestId(context, requestId, await performAll(context, CHANGING, { headers: { 'x-request-id': requestId } }))
  }),

  list.reads('HTTP-25', 'implied', 'generated request ids are unique', async ({ api, expect, observe }) => {
    const answers = await Promise.all([api.call('GET', '/conversations'), api.call('GET', `/conversations/${UNKNOWN_ID}`)])
    const ids = answers.map(requestIdsOf)
    for (const { header, meta } of ids) if (header !== undefined && meta !== undefined) expect(meta).toBe(header)
    const [one, other] = ids.map(({ header, meta }) => header ?? meta)
    if (one !== undefined) expect(other).not.toBe(one)
    observe(`a request without an id ${one === undefined ? 'gets none' : 'gets one'}`)
    observe(`an error ${ids[1]?.meta === undefined ? 'has no' : 'has a'} meta.requestId if the request has none`)
  }),

  limited.reads('HTTP-26', 'documented', 'a response has the rate limit headers', async (context) => {
    requireRateLimit(context, await performAll(context, READING))
  }),

  limited.reads('HTTP-27', 'documented', 'an error response has the rate limit headers', async (context) => {
    const { api } = context
    requireRateLimit(
      context,
      await Promise.all([
        api.call('GET', `/conversations/${UNKNOWN_ID}`),
        api.call('GET', '/conversations', { key: 'none' }),
        api.call('GET', '/conversations', { key: 'invalid' }),
      ]),
    )
  }),

  limitedCreate.writes('HTTP-28', 'documented', 'the response to a write has the rate limit headers', async (context) => {
    requireRateLimit(context, await performAll(context, CHANGING))
  }),
]

function requireRequestId({ expect }: RuleContext, requestId: string, answers: readonly Answer[]): void {
  expect(answers.map(requestIdsOf)).toEqual(answers.map(() => ({ header: requestId, meta: requestId })))
}

function requestIdsOf({ headers, body }: Answer): { readonly header: unknown; readonly meta: unknown } {
  return { header: headers['x-request-id'], meta: at(body, 'meta', 'requestId') }
}

function requireRateLimit({ expect }: RuleContext, answers: readonly Answer[]): void {
  for (const { status, headers } of answers) {
    const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) => headers[`x-ratelimit-${name}`])
    const whole = expect.stringMatching(/^\d+$/)
    expect({ limit, remaining, reset }, `on a ${status}`).toEqual({ limit: whole, remaining: whole, reset: whole })
    expect(Number(remaining), 'no more remain than the limit').toBeLessThanOrEqual(Number(limit))
    expect(Number(limit), 'the limit lets some through').toBeGreaterThan(0)
    expect(Number(reset), 'reset is in Unix seconds').toBeLessThan(SECONDS)
    expect(Number(reset), 'reset is a time, not a duration').toBeGreaterThan(SECONDS / 100)
  }
}
