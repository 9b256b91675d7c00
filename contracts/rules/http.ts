import { at } from '../at.js'
import { errorOf } from '../client.js'
import type { Answer } from '../exchange.js'
import { type Rule, rulesOf } from '../rule.js'
import { UNKNOWN_ID } from '../target.js'
import { CALLS, CHANGING, isOfOne, perform, performAll, READING, ruleOf, subjectOf } from './calls.js'
import { httpHeadersRules } from './http-headers.js'
import { idempotencyRules } from './idempotency.js'
import { responseText } from './rejection.js'
import { changes, isTimestamp } from './response-values.js'
import { queryText, requireDocumentedError } from './unspecified.js'

/** Sections of the documentation of the platform, to which the guide refers. */
const STATUS_CODES = 'Status codes and error codes'
const ENVELOPES = 'Envelopes'

/** Authentication and unknown ids, for every operation. */
const errorRules = [
  ...CALLS.map((call, i) =>
    ruleOf(call, STATUS_CODES)(
      `HTTP-0${i + 1}`,
      'documented',
      `${call.method} ${call.path} returns 401 without a key or with an unknown key`,
      async (context) => {
        const { api, expect } = context
        const id = await subjectOf(context, call)
        const body = await call.body?.(context)
        const before = call.method !== 'GET' && isOfOne(call) ? await api.get(id) : undefined

        const without = await perform(context, call, id, { body, key: 'none' })
        const unknown = await perform(context, call, id, { body, key: 'invalid' })
        expect([without, unknown].map((answer) => [answer.status, errorOf(answer).code])).toEqual([
          [401, 'AUTHENTICATION_REQUIRED'],
          [401, 'INVALID_API_KEY'],
        ])
        for (const answer of [without, unknown]) expect(answer.body).not.toHaveProperty('data')

        if (before !== undefined) {
          const { attributes } = await api.get(id)
          expect(changes(before.attributes, attributes, ['status', 'priority', 'assignee', 'updatedAt']), 'nothing was done').toEqual([])
        } else if (call.method === 'POST') {
          const { status } = await perform(context, call, id, { body })
          expect(status, 'nothing was created before, so that it can be now').toBeOneOf([200, 201])
        }
      },
    ),
  ),

  ...CHANGING.filter(isOfOne).map((call, i) =>
    ruleOf(call, STATUS_CODES)(
      `HTTP-${10 + i}`,
      'documented',
      `${call.method} ${call.path} returns 404 CONVERSATION_NOT_FOUND for an unknown conversation`,
      async (context) => {
        const answer = await perform(context, call, UNKNOWN_ID)
        context.expect([answer.status, errorOf(answer).code]).toEqual([404, 'CONVERSATION_NOT_FOUND'])
      },
    ),
  ),
]

const list = rulesOf('listConversations', ENVELOPES)
const get = rulesOf('getConversation', ENVELOPES)
const create = rulesOf('createConversation', ENVELOPES)

/** The format of every response. */
const envelopeRules = [
  get.reads('HTTP-15', 'documented', 'an error has error.code and error.message, and no data', async ({ api, expect }) => {
    const refused = await Promise.all([
      api.call('GET', `/conversations/${UNKNOWN_ID}`),
      api.call('GET', `/conversations/${UNKNOWN_ID}/participants`),
      api.call('GET', '/conversations', { key: 'none' }),
    ])
    for (const { body } of refused) {
      expect(body).toMatchObject({ error: { code: expect.stringMatching(/^[A-Z]+(_[A-Z]+)*$/), message: expect.stringMatching(/\S/) } })
      expect(body).not.toHaveProperty('data')
    }
  }),

  list.reads('HTTP-16', 'documented', 'the details of an error, where there are any, name field and message', async (context) => {
    const { api, expect, observe } = context
    for (const query of [{ perPage: 'x' }, { sortOrder: 'sideways' }]) {
      const answer = await api.call('GET', '/conversations', { query })
      const details = detailsOf(answer)
      observe(`${queryText(query)} is rejected ${details.length === 0 ? 'without details' : `for ${errorOf(answer).fields.join(', ')}`}`)
      expect(details).toEqual(details.map(() => expect.objectContaining({ field: expect.any(String), message: expect.any(String) })))
    }
  }),

  list.reads('HTTP-17', 'implied', 'responses are JSON with a JSON content type, including errors', async (context) => {
    const answers = await performAll(context, READING)
    answers.push(
      await context.api.call('GET', `/conversations/${UNKNOWN_ID}`),
      await context.api.call('GET', '/conversations', { key: 'none' }),
    )
    context.expect(answers.map(({ headers }) => headers['content-type']).filter((type) => !isJson(type))).toEqual([])
  }),

  create.writes('HTTP-18', 'implied', 'responses to writes are JSON with a JSON content type', async (context) => {
    const answers = await performAll(context, CHANGING)
    context.expect(answers.map(({ headers }) => headers['content-type']).filter((type) => !isJson(type))).toEqual([])
  }),

  list.reads('HTTP-19', 'implied', 'every timestamp is ISO 8601 with its offset', async (context) => {
    const { expect, observe } = context
    const timestamps = (await performAll(context, READING)).flatMap(({ body }) => timestampsIn(body))
    expect(timestamps.filter((timestamp) => !isTimestamp(timestamp))).toEqual([])
    observe(timestamps.every((timestamp) => String(timestamp).endsWith('Z')) ? 'timestamps are in UTC' : 'timestamps are not all in UTC')
  }),

  create.writes('HTTP-20', 'implied', 'a body that is not a JSON object is rejected', async (context) => {
    for (const body of ['{"channelId": ', '"text"', '[]']) {
      const answer = await context.api.call('POST', '/conversations', { body })
      requireDocumentedError(context, `the body ${body}`, answer)
      context.expect(answer.status, body).toBeGreaterThanOrEqual(400)
    }
  }),

  list.reads(
    'HTTP-21',
    'implied',
    'HEAD, OPTIONS and unknown paths do not cause a server error; the guide does not specify them',
    async (context) => {
      const { api, expect, observe } = context
      const head = await api.call('HEAD', '/conversations')
      const options = await api.call('OPTIONS', '/conversations')
      const unknown = await api.call('GET', `/${UNKNOWN_ID}`)
      observe(`HEAD answers ${head.status}, OPTIONS ${options.status}, an unknown path ${responseText(unknown)}`)
      expect([head.status, options.status, unknown.status], 'none of them makes the server fail').not.toContain(500)
    },
  ),
]

/** Rules for all operations. */
export const httpRules: readonly Rule[] = [...errorRules, ...envelopeRules, ...httpHeadersRules, ...idempotencyRules]

function isJson(contentType: string | undefined): boolean {
  return /^application\/([\w.-]+\+)?json\b/i.test(contentType ?? '')
}

function detailsOf({ body }: Answer): readonly unknown[] {
  const details = at(body, 'error', 'details')
  return Array.isArray(details) ? details : []
}

/** Fields of a response that are named as timestamps, except user data. */
function timestampsIn(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => {
    if (name === 'metadata' || inner === null) return []
    return /[a-z]At$|^timestamp$/.test(name) ? [inner] : timestampsIn(inner)
  })
}
