import { rulesOf } from '../rule.js'
import { isRejected } from './rejection.js'
import { changes, idsOf, isTimestamp } from './response-values.js'
import { requireStatus } from './status.js'
import { requireDocumentedError } from './unspecified.js'
import { requireUpdatedAtAdvances } from './updated-at.js'

const { writes, answersFit } = rulesOf('updateConversation', 'Update Conversation')

/** Fields that an update does not change unless they are sent. */
const ATTRIBUTES = ['status', 'priority', 'channel', 'contact', 'metadata', 'tags', 'unreadCount', 'messageCount', 'createdAt']

export const updateConversationRules = [
  writes('UPDATE-01', 'documented', 'updating returns 200 with what was sent, status and updatedAt', async ({ api, expect }) => {
    const { id } = await api.create()
    const sent = { priority: 'high', metadata: { escalationReason: 'customer_request' }, tags: ['escalated'] }
    const data = await api.did(api.update(id, sent))
    expect(data).toMatchObject({ id, type: 'conversation', attributes: { status: 'open', ...sent } })
    expect(data.attributes['updatedAt']).toSatisfy(isTimestamp, 'updatedAt is a timestamp')
  }),

  writes('UPDATE-02', 'documented', 'metadata is merged: keys that are not sent stay', async ({ api, expect }) => {
    const { id } = await api.create({ metadata: { campaign: 'winter_sale' } })
    const { attributes } = await api.did(api.update(id, { metadata: { escalationReason: 'customer_request' } }))
    const merged = { campaign: 'winter_sale', runId: api.runId, escalationReason: 'customer_request' }
    expect(attributes['metadata'], 'what the answer shows').toMatchObject(merged)
    expect((await api.get(id)).attributes.metadata, 'what get shows').toMatchObject(merged)
  }),

  writes('UPDATE-03', 'documented', 'metadata is merged: a key that is sent gets its new value', async ({ api, expect }) => {
    const { id } = await api.create({ metadata: { intent: 'order_status', campaign: 'winter_sale' } })
    await api.did(api.update(id, { metadata: { intent: 'refund' } }))
    expect((await api.get(id)).attributes.metadata).toMatchObject({ intent: 'refund', campaign: 'winter_sale' })
  }),

  writes('UPDATE-04', 'implied', 'the list shows the merged metadata', async ({ api, expect }) => {
    const { id, attributes } = await api.create({ metadata: { campaign: 'winter_sale' } })
    await api.did(api.update(id, { metadata: { intent: 'refund' } }))
    const [item] = await api.all({ contactId: attributes.contact.id })
    expect(item?.attributes.metadata).toMatchObject({ campaign: 'winter_sale', intent: 'refund' })
  }),

  writes('UPDATE-05', 'documented', 'tags replaces the previous tags', async ({ api, expect }) => {
    const { id } = await api.create({ tags: ['linktor-mock', 'order-issue'] })
    await api.did(api.update(id, { tags: ['escalated', 'linktor-mock'] }))
    expect([...(await api.get(id)).attributes.tags].sort()).toEqual(['escalated', 'linktor-mock'])
  }),

  writes('UPDATE-06', 'implied', 'an empty array removes all tags', async ({ api, expect }) => {
    const { id } = await api.create({ tags: ['linktor-mock', 'vip'] })
    await api.did(api.update(id, { tags: [] }))
    expect((await api.get(id)).attributes.tags).toEqual([])
  }),

  ...numbered(7, ['low', 'normal', 'high', 'urgent'], (id, priority) =>
    writes(id, 'documented', `the priority ${priority} is accepted`, async ({ api, expect }) => {
      const created = await api.create()
      expect((await api.did(api.update(created.id, { priority }))).attributes['priority']).toBe(priority)
    }),
  ),

  writes('UPDATE-11', 'implied', 'a priority is stored: get or a later update returns it', async ({ api, expect }) => {
    const { id } = await api.create()
    await api.did(api.update(id, { priority: 'urgent' }))
    const { attributes: before } = await api.get(id)
    const { attributes: later } = await api.did(api.update(id, { metadata: { intent: 'refund' } }))
    const { attributes: after } = await api.get(id)
    const seen = [before.priority, later['priority'], after.priority].filter((priority) => priority != null)
    expect([...new Set(seen)], 'the priorities shown').toEqual(['urgent'])
    expect(changes(before, after, ['priority']), 'what get shows').toEqual([])
  }),

  ...numbered(12, ['status', 'metadata', 'tags', 'priority'], (id, field) =>
    writes(id, 'implied', `${field} alone changes ${field} alone`, async ({ api, expect }) => {
      const { id } = await api.create()
      const all = { status: 'pending', metadata: { campaign: 'winter_sale' }, tags: ['linktor-mock', 'vip'], priority: 'urgent' }
      const { status, ...others } = all
      await api.did(api.update(id, field === 'status' ? others : all))
      const { attributes: before } = await api.get(id)
      const values = { status, metadata: { intent: 'refund' }, tags: ['linktor-mock'], priority: 'low' }
      await api.did(api.update(id, { [field]: values[field] }))
      const names = ATTRIBUTES.filter((name) => name !== field)
      expect(changes(before, (await api.get(id)).attributes, names)).toEqual([])
    }),
  ),

  writes('UPDATE-16', 'implied', 'updating does not change the assignee', async ({ api, target, expect }) => {
    const assigneeId = await target.userId()
    const { id, attributes } = await api.create({ assigneeId })
    await api.did(api.update(id, { status: 'pending', priority: 'high', metadata: { intent: 'refund' }, tags: ['linktor-mock'] }))
    expect((await api.get(id)).attributes.assignee).toMatchObject({ id: assigneeId, type: 'user' })
    expect(idsOf(await api.all({ contactId: attributes.contact.id, assigneeId }))).toEqual([id])
  }),

  writes('UPDATE-17', 'implied', 'another conversation stays as it is', async ({ api, expect }) => {
    const [one, other] = [await api.create(), await api.create()]
    const { attributes: before } = await api.get(other.id)
    await api.did(
      api.update(one.id, { status: 'pending', priority: 'high', metadata: { intent: 'refund' }, tags: ['linktor-mock', 'vip'] }),
    )
    expect(changes(before, (await api.get(other.id)).attributes, [...ATTRIBUTES, 'updatedAt'])).toEqual([])
  }),

  writes('UPDATE-18', 'documented', 'the status pending is shown by get and by the list', async (context) => {
    const { api, expect } = context
    const conversation = await api.create()
    const { attributes } = await api.did(api.update(conversation.id, { status: 'pending' }))
    expect(attributes['status']).toBe('pending')
    await requireStatus(context, conversation, 'pending')
  }),

  ...numbered(19, ['open', 'snoozed', 'closed'], (id, status) =>
    writes(id, 'documented', `the status ${status}, if accepted, is shown by get and by the list`, async (context) => {
      const { api, expect, observe } = context
      const conversation = await api.create()
      await api.did(api.update(conversation.id, { status: 'pending' }))
      const answer = await api.update(conversation.id, { status })
      requireDocumentedError({ expect, observe }, `the status ${status} after pending`, answer)
      await requireStatus(context, conversation, isRejected(answer) ? 'pending' : status)
    }),
  ),

  writes('UPDATE-22', 'implied', 'the status open, if accepted, reopens a closed conversation', async (context) => {
    const { api, expect, observe } = context
    const conversation = await api.create()
    const closed = await api.update(conversation.id, { status: 'closed' })
    requireDocumentedError({ expect, observe }, 'the status closed after open', closed)
    if (isRejected(closed)) return
    const answer = await api.update(conversation.id, { status: 'open' })
    requireDocumentedError({ expect, observe }, 'the status open after closed', answer)
    await requireStatus(context, conversation, isRejected(answer) ? 'closed' : 'open')
  }),

  writes('UPDATE-23', 'implied', 'an unknown status is never shown, and does not change the old one', async (context) => {
    const { api, expect, observe } = context
    const conversation = await api.create()
    const answer = await api.update(conversation.id, { status: 'archived' })
    requireDocumentedError({ expect, observe }, 'an unknown status', answer)
    await requireStatus(context, conversation, 'open')
  }),

  writes('UPDATE-24', 'implied', 'an unknown priority is never shown; if rejected, nothing changes', async ({ api, expect, observe }) => {
    const { id } = await api.create()
    await api.did(api.update(id, { priority: 'high' }))
    const { attributes: before } = await api.get(id)
    const answer = await api.update(id, { priority: 'highest', tags: ['linktor-mock', 'vip'], metadata: { intent: 'refund' } })
    requireDocumentedError({ expect, observe }, 'an unknown priority', answer)
    if (!isRejected(answer)) expect(answer.text).not.toContain('highest')
    const { attributes: after } = await api.get(id)
    expect(changes(before, after, isRejected(answer) ? ATTRIBUTES : ['priority'])).toEqual([])
  }),

  writes(
    'UPDATE-25',
    'implied',
    'null in metadata does not change other keys; the guide does not specify the null',
    async ({ api, expect, observe }) => {
      const { id } = await api.create({ metadata: { intent: 'refund', campaign: 'winter_sale' } })
      const answer = await api.update(id, { metadata: { intent: null } })
      requireDocumentedError({ expect, observe }, 'null in metadata', answer)
      const { metadata } = (await api.get(id)).attributes
      const outcome = !('intent' in metadata) ? 'removes its key' : metadata['intent'] === null ? 'is stored' : 'changes nothing'
      observe(`null in metadata ${outcome}`)
      expect(metadata).toMatchObject({ campaign: 'winter_sale', runId: api.runId })
    },
  ),

  writes(
    'UPDATE-26',
    'implied',
    'nested metadata contains what was sent; the guide does not specify a deep merge',
    async ({ api, expect, observe }) => {
      const { id } = await api.create()
      const answers = [
        await api.update(id, { metadata: { address: { city: 'Lisbon', zip: '1100' } } }),
        await api.update(id, { metadata: { address: { city: 'Porto' } } }),
      ]
      for (const answer of answers) requireDocumentedError({ expect, observe }, 'an object in metadata', answer)
      if (answers.some(isRejected)) return
      const { metadata } = (await api.get(id)).attributes
      observe(`metadata is merged ${'zip' in Object(metadata['address']) ? 'deeply' : 'one level deep'}`)
      expect(metadata).toMatchObject({ address: { city: 'Porto' }, runId: api.runId })
    },
  ),

  writes('UPDATE-27', 'implied', 'an empty update changes nothing', async ({ api, expect, observe }) => {
    const { id } = await api.create({ metadata: { campaign: 'winter_sale' } })
    const { attributes: before } = await api.get(id)
    const answer = await api.update(id, {})
    requireDocumentedError({ expect, observe }, 'an empty update', answer)
    expect(changes(before, (await api.get(id)).attributes, ATTRIBUTES)).toEqual([])
  }),

  writes('UPDATE-28', 'documented', 'updatedAt advances, and createdAt stays', async (context) => {
    const { id } = await context.api.create()
    await requireUpdatedAtAdvances(context, id, () => context.api.update(id, { metadata: { intent: 'refund' } }))
  }),

  answersFit('UPDATE-29'),
]

/** One rule per value, with consecutive ids. */
function numbered<T extends string, R>(first: number, values: readonly T[], rule: (id: string, value: T) => R): R[] {
  return values.map((value, i) => rule(`UPDATE-${String(first + i).padStart(2, '0')}`, value))
}
