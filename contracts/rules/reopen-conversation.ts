import type { Client, Conversation } from '../client.js'
import { rulesOf } from '../rule.js'
import { requireOrderly } from './left-open.js'
import { changes, idsOf, isTimestamp, shown } from './looks.js'
import { requireMovesOn } from './moves-on.js'
import { told } from './refusal.js'
import { requireStatus } from './status.js'

const { writes, answersFit } = rulesOf('reopenConversation', 'Reopen Conversation')

export const reopenConversationRules = [
  writes('REOPEN-01', 'documented', 'reopening answers 200 with the status open, and when it was reopened', async ({ api, expect }) => {
    const { id } = await closed(api)
    const data = await api.did(api.act(id, 'reopen'))
    expect(data).toMatchObject({ id, type: 'conversation', attributes: { status: 'open' } })
    expect(data.attributes['reopenedAt']).toSatisfy(isTimestamp, 'reopenedAt is a timestamp')
  }),

  writes('REOPEN-02', 'documented', 'the answer names who reopened it, by id and name', async ({ api, expect }) => {
    const { id } = await closed(api)
    const { attributes } = await api.did(api.act(id, 'reopen'))
    expect(attributes['reopenedBy']).toMatchObject({ id: expect.any(String), name: expect.any(String) })
  }),

  writes('REOPEN-03', 'documented', 'a reopened conversation is open for get, and lists under status=open only', async (context) => {
    const conversation = await closed(context.api)
    await context.api.did(context.api.act(conversation.id, 'reopen'))
    await requireStatus(context, conversation, 'open')
  }),

  writes('REOPEN-04', 'implied', 'get may tell of the closing and the reopening; what it tells is true', async (context) => {
    const { api, expect, observe } = context
    const { id } = await closed(api)
    const { attributes } = await api.did(api.act(id, 'reopen'))
    const { attributes: later } = await api.get(id)
    const told = shown(later, ['closedAt', 'closedBy', 'resolution', 'closureReason', 'reopenedAt', 'reopenedBy'])
    observe(`after reopening, get shows ${told.join(', ') || 'nothing of it'}`)
    if (later.reopenedAt) expect(later.reopenedAt).toSatisfy(isTimestamp, 'reopenedAt is a timestamp')
    if (later.reopenedBy) expect(attributes['reopenedBy']).toMatchObject({ id: later.reopenedBy.id })
    if (later.resolution) expect(later.resolution).toBe('resolved')
  }),

  writes(
    'REOPEN-05',
    'implied',
    'reopening leaves contact, channel, metadata, tags, priority and messages alone',
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

  writes('REOPEN-06', 'implied', 'reopening leaves the assignee, for get and for the list', async ({ api, target, expect }) => {
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

  writes('REOPEN-08', 'implied', 'it is active again: another one beside it is a 409 CONVERSATION_EXISTS', async ({ api, expect }) => {
    const { id, attributes } = await closed(api)
    await api.did(api.act(id, 'reopen'))
    const body = await api.newConversation({ contactId: attributes.contact.id })
    expect(told(await api.call('POST', '/conversations', { body }))).toBe('409 CONVERSATION_EXISTS')
  }),

  writes('REOPEN-09', 'implied', 'another closed conversation stays closed', async ({ api, expect }) => {
    const [one, other] = [await closed(api), await closed(api)]
    await api.did(api.act(one.id, 'reopen'))
    expect((await api.get(other.id)).attributes.status).toBe('closed')
  }),

  writes('REOPEN-10', 'implied', 'reopening is an update: updatedAt moves on, and createdAt stays', async (context) => {
    const { id } = await closed(context.api)
    await requireMovesOn(context, id, () => context.api.act(id, 'reopen'))
  }),

  writes('REOPEN-11', 'implied', 'what reopening an open one answers is left open by the guide; it stays open', async (context) => {
    const { api, expect, observe } = context
    const conversation = await api.create()
    const answer = await api.act(conversation.id, 'reopen')
    requireOrderly({ expect, observe }, 'reopening an open conversation', answer)
    await requireStatus(context, conversation, 'open')
  }),

  answersFit('REOPEN-12'),
]

/** A conversation that was created, and closed. */
async function closed(api: Client, fields: Readonly<Record<string, unknown>> = {}): Promise<Conversation> {
  const conversation = await api.create(fields)
  await api.did(api.act(conversation.id, 'close', { reason: 'Issue resolved', resolution: 'resolved' }))
  return conversation
}
