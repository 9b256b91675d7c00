import { at } from '../at.js'
import { rulesOf } from '../rule.js'
import { responseText } from './rejection.js'
import { idsOf } from './response-values.js'

const SECTION = 'Idempotency'
const create = rulesOf('createConversation', SECTION)
const close = rulesOf('closeConversation', SECTION)
const assign = rulesOf('assignConversation', SECTION)
const transfer = rulesOf('transferConversation', SECTION)
const reopen = rulesOf('reopenConversation', SECTION)

/** A repeated POST with the same `Idempotency-Key` changes nothing and returns the first response. */
export const idempotencyRules = [
  create.writes('HTTP-29', 'documented', 'a repeated Idempotency-Key creates one conversation, and returns it again', async (context) => {
    const { api, expect } = context
    const body = await api.newConversation()
    const headers = { 'idempotency-key': `linktor-mock-${api.runId}-29` }
    const first = await api.call('POST', '/conversations', { body, headers })
    const again = await api.call('POST', '/conversations', { body, headers })
    expect([again.status, dataOf(again.body)]).toEqual([first.status, dataOf(first.body)])
    expect(first.status).toBeOneOf([200, 201])
    const { id, attributes } = await api.get(idOf(first.body))
    expect(idsOf((await api.list({ contactId: attributes.contact.id })).data)).toEqual([id])
  }),

  create.writes('HTTP-30', 'implied', 'a different Idempotency-Key creates another conversation', async ({ api, expect }) => {
    const [one, other] = await Promise.all(
      ['a', 'b'].map(async (letter) => {
        const headers = { 'idempotency-key': `linktor-mock-${api.runId}-30${letter}` }
        return idOf((await api.call('POST', '/conversations', { body: await api.newConversation(), headers })).body)
      }),
    )
    expect(one).not.toBe('')
    expect(other).not.toBe(one)
  }),

  close.writes(
    'HTTP-31',
    'documented',
    'a repeated Idempotency-Key closes once: a conversation reopened since stays open',
    async (context) => {
      const { api, expect } = context
      const { id } = await api.create()
      const headers = { 'idempotency-key': `linktor-mock-${api.runId}-31` }
      const body = { reason: 'Issue resolved' }
      try {
        const first = await api.act(id, 'close', body, { headers })
        await api.did(api.act(id, 'reopen'))
        const again = await api.act(id, 'close', body, { headers })
        expect([again.status, dataOf(again.body)]).toEqual([200, dataOf(first.body)])
        expect((await api.get(id)).attributes.status).toBe('open')
      } finally {
        await api.act(id, 'close')
      }
    },
  ),

  assign.writes('HTTP-32', 'documented', 'a repeated Idempotency-Key assigns once: a later assignee is not replaced', async (context) => {
    const { api, target, expect } = context
    const [userId, otherId] = [await target.userId(), await target.otherUserId()]
    const { id } = await api.create()
    const headers = { 'idempotency-key': `linktor-mock-${api.runId}-32` }
    const first = await api.act(id, 'assign', { assigneeId: userId }, { headers })
    await api.did(api.act(id, 'assign', { assigneeId: otherId }))
    const again = await api.act(id, 'assign', { assigneeId: userId }, { headers })
    expect([again.status, dataOf(again.body)]).toEqual([200, dataOf(first.body)])
    expect((await api.get(id)).attributes.assignee?.id).toBe(otherId)
  }),

  create.writes(
    'HTTP-33',
    'implied',
    'a repeated Idempotency-Key with another body does not cause a server error; the guide does not specify it',
    async ({ api, expect, observe }) => {
      const headers = { 'idempotency-key': `linktor-mock-${api.runId}-33` }
      await api.call('POST', '/conversations', { body: await api.newConversation(), headers })
      const answer = await api.call('POST', '/conversations', { body: await api.newConversation(), headers })
      observe(`the same Idempotency-Key with another body answers ${responseText(answer)}`)
      expect(answer.status).toBeLessThan(500)
    },
  ),

  transfer.writes(
    'HTTP-34',
    'documented',
    'a repeated Idempotency-Key transfers once: a later assignee is not replaced',
    async (context) => {
      const { api, target, expect } = context
      const [from, to] = [await target.userId(), await target.otherUserId()]
      const { id } = await api.create({ assigneeId: from })
      const headers = { 'idempotency-key': `linktor-mock-${api.runId}-34` }
      const first = await api.act(id, 'transfer', { toAssigneeId: to }, { headers })
      await api.did(api.act(id, 'assign', { assigneeId: from }))
      const again = await api.act(id, 'transfer', { toAssigneeId: to }, { headers })
      expect([again.status, dataOf(again.body)]).toEqual([200, dataOf(first.body)])
      expect((await api.get(id)).attributes.assignee?.id).toBe(from)
    },
  ),

  reopen.writes(
    'HTTP-35',
    'documented',
    'a repeated Idempotency-Key reopens once: a conversation closed since stays closed',
    async ({ api, expect }) => {
      const { id } = await api.create()
      await api.did(api.act(id, 'close', {}))
      const headers = { 'idempotency-key': `linktor-mock-${api.runId}-35` }
      const first = await api.act(id, 'reopen', undefined, { headers })
      await api.did(api.act(id, 'close', {}))
      const again = await api.act(id, 'reopen', undefined, { headers })
      expect([again.status, dataOf(again.body)]).toEqual([200, dataOf(first.body)])
      expect((await api.get(id)).attributes.status).toBe('closed')
    },
  ),
]

function dataOf(body: unknown): unknown {
  return at(body, 'data')
}

function idOf(body: unknown): string {
  const id = at(body, 'data', 'id')
  return typeof id === 'string' ? id : ''
}
