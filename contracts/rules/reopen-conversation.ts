import type { Client, Conversation } from '../client.js'
import { rulesOf } from '../rule.js'
import { responseText } from './rejection.js'
import { changes, idsOf, isTimestamp, shown } from './response-values.js'
import { requireStatus } from './status.js'
import { requireDocumentedError } from './unspecified.js'
import { requireUpdatedAtAdvances } from './updated-at.js'

const { writes, answersFit } = rulesOf('reopenConversation', 'Reopen Conversation')

export const reopenConversationRules = [
  writes('REOPEN-01', 'documented', 'reopening returns 200 with the status open, and reopenedAt', async ({ api, expect }) => {
    const { id } = await closed(api)
    const data = await api.did(api.act(id, 'reopen'))
    expect(data).toMatchObject({ id, type: 'conversation', attributes: { status: 'open' } })
    expect(data.attributes['reopenedAt']).toSatisfy(isTimestamp, 'reopenedAt is a timestamp')
  }),

  writes('REOPEN-02', 'documented', 'the response has the id and name of the user who reopened it', async ({ api, expect }) => {
    const { id } = await closed(api)
    const { attributes } = await api.did(api.act(id, 'reopen'))
    expect(attributes['reopenedBy']).toMatchObject({ id: expect.any(String), name: expect.any(String) })
  }),

  writes('REOPEN-03', 'documented', 'get shows the status open, and only status=open lists it', async (context) => {
    const conversation = await closed(context.api)
    await context.api.did(context.api.act(conversation.id, 'reopen'))
    await requireStatus(context, conversation, 'open')
  }),

  writes('REOPEN-04', 'implied', 'closing and reopening details that get shows are correct', async (context) => {
    const { api, expect, observe } = context
    const { id } = await closed(api)
    const { attributes } = await api.did(api.act(id, 'reopen'))
    const { attributes: later } = await api.get(id)
    const details = shown(later, ['closedAt', 'closedBy', 'resolution', 'closureReason', 'reopenedAt', 'reopenedBy'])
    observe(`after reopening, get shows ${details.join(', ') || 'no closing or reopening details'}`)
    if (later.reopenedAt) expect(later.reopenedAt).toSatisfy(isTimestamp, 'reopenedAt is a timestamp')
    if (later.reopenedBy) expect(attributes['reopenedBy']).toMatchObject({ id: later.reopenedBy.id })
    if (later.resolution) expect(later.resolution).toBe('resolved')
  }),

  writes(
    'REOPEN-05',
    'implied',
    'reopening does not change contact, channel, metadata, tags, priority and messages',
    async ({ api, expect }) => {
      const { id } = await api.create({ metadata: { orderId: 'order_1' }, tags: ['linktor-mock', 'vip'] })
      await api.did(api.update(id, { priority: 'high' }))
      await api.did(api.act(id, 'close', {}))
      const { attributes: before } = await api.get(id)
      await api.did(api.act(id, 'reopen'))
      const others = ['contact', 'channel', 'metadata', 'tags', 'priority', 'messageCount', 'unreadCount', 'createdAt']
      expect(changes(before, (await api.get(id)).attributes, others)).toEqual([])
    },
  ),

  writes('REOPEN-06', 'implied', 'reopening does not change the assignee, in get and in the list', async ({ api, target, expect }) => {
    const assigneeId = await target.userId()
    const { id, attributes } = await closed(api, { assigneeId })
    await api.did(api.act(id, 'reopen'))
    expect((await api.get(id)).attributes.assignee).toMatchObject({ id: assigneeId, type: 'user' })
    expect(idsOf(await api.all({ contactId: attributes.contact.id, assigneeId, status: 'open' }))).toEqual([id])
  }),

  writes('REOPEN-07', 'implied', 'it can be closed again, and reopened again', async ({ api, expect }) => {
    const { id } = await closed(api)
    await api.did(api.act(id, 'reopen'))
    await api.did(api.act(id, 'close', { reason: 'Issue resolved again' }))
    expect((await api.get(id)).attributes.status, 'closed again').toBe('closed')
    await api.did(api.act(id, 'reopen'))
    expect((await api.get(id)).attributes.status, 'reopened again').toBe('open')
  }),

  writes('REOPEN-08', 'implied', 'it is active again: creating another one returns 409 CONVERSATION_EXISTS', async ({ api, expect }) => {
    const { id, attributes } = await closed(api)
    await api.did(api.act(id, 'reopen'))
    const body = await api.newConversation({ contactId: attributes.contact.id })
    expect(responseText(await api.call('POST', '/conversations', { body }))).toBe('409 CONVERSATION_EXISTS')
  }),

  writes('REOPEN-09', 'implied', 'another closed conversation stays closed', async ({ api, expect }) => {
    const [one, other] = [await closed(api), await closed(api)]
    await api.did(api.act(one.id, 'reopen'))
    expect((await api.get(other.id)).attributes.status).toBe('closed')
  }),

  writes('REOPEN-10', 'implied', 'reopening is an update: updatedAt advances, and createdAt stays', async (context) => {
    const { id } = await closed(context.api)
    await requireUpdatedAtAdvances(context, id, () => context.api.act(id, 'reopen'))
  }),

  writes(
    'REOPEN-11',
    'implied',
    'an open conversation stays open when reopened; the guide does not specify the response',
    async (context) => {
      const { api, expect, observe } = context
      const conversation = await api.create()
      const answer = await api.act(conversation.id, 'reopen')
      requireDocumentedError({ expect, observe }, 'reopening an open conversation', answer)
      await requireStatus(context, conversation, 'open')
    },
  ),

  answersFit('REOPEN-12'),
]

/** A new conversation that is closed. */
async function closed(api: Client, fields: Readonly<Record<string, unknown>> = {}): Promise<Conversation> {
  const conversation = await api.create(fields)
  await api.did(api.act(conversation.id, 'close', { reason: 'Issue resolved', resolution: 'resolved' }))
  return conversation
}
