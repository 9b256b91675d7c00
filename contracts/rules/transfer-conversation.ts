import { rulesOf } from '../rule.js'
import { UNKNOWN_ID } from '../target.js'
import { isRejected, responseText } from './rejection.js'
import { changes, idsOf } from './response-values.js'
import { requireDocumentedError } from './unspecified.js'
import { requireUpdatedAtAdvances } from './updated-at.js'

const { writes, answersFit } = rulesOf('transferConversation', 'Transfer Conversation')

// The guide shows no response to a transfer, so its effect is checked through other operations.
export const transferConversationRules = [
  writes('TRANSFER-01', 'documented', 'transferring returns 200, and get shows the new assignee', async ({ api, target, expect }) => {
    const [from, to] = [await target.userId(), await target.otherUserId()]
    const { id } = await api.create({ assigneeId: from })
    expect((await api.act(id, 'transfer', { toAssigneeId: to })).status).toBe(200)
    expect((await api.get(id)).attributes.assignee).toMatchObject({ id: to, type: 'user', name: expect.any(String) })
  }),

  writes('TRANSFER-02', 'implied', 'an assignee in the response is the new one', async ({ api, target, expect, observe }) => {
    const [from, to] = [await target.userId(), await target.otherUserId()]
    const { id } = await api.create({ assigneeId: from })
    const { body } = await api.act(id, 'transfer', { toAssigneeId: to })
    const attributes = Object(Object(Object(body)['data'])['attributes'])
    observe(`the answer of transfer has the attributes ${Object.keys(attributes).join(', ') || '(none)'}`)
    if (attributes['assignee']) expect(attributes['assignee']).toMatchObject({ id: to })
  }),

  writes('TRANSFER-03', 'documented', 'the list finds it by the new assignee, and not by the old one', async ({ api, target, expect }) => {
    const [from, to] = [await target.userId(), await target.otherUserId()]
    const { id, attributes } = await api.create({ assigneeId: from })
    const contactId = attributes.contact.id
    expect((await api.act(id, 'transfer', { toAssigneeId: to })).status).toBe(200)
    const items = await api.all({ contactId, assigneeId: to })
    expect(idsOf(items), 'those of the new assignee').toEqual([id])
    expect(items[0]?.attributes.assignee).toMatchObject({ id: to, type: 'user' })
    expect(idsOf(await api.all({ contactId, assigneeId: from })), 'those of the old one').toEqual([])
  }),

  writes(
    'TRANSFER-04',
    'implied',
    'the new assignee is a participant with the role agent, and the contact remains one',
    async ({ api, target, expect, observe }) => {
      const [from, to] = [await target.userId(), await target.otherUserId()]
      const { id, attributes } = await api.create({ assigneeId: from })
      expect((await api.act(id, 'transfer', { toAssigneeId: to })).status).toBe(200)
      const participants = await api.participants(id)
      expect(participants.find((each) => each.id === to)).toMatchObject({ id: to, type: 'user', attributes: { role: 'agent' } })
      expect(idsOf(participants)).toContain(attributes.contact.id)
      observe(`the old assignee ${idsOf(participants).includes(from) ? 'still takes' : 'does not take'} part after a transfer`)
    },
  ),

  writes('TRANSFER-05', 'implied', 'the new assignee may be a bot', async ({ api, target, expect }) => {
    const [from, to] = [await target.userId(), await target.botId()]
    const { id, attributes } = await api.create({ assigneeId: from })
    expect((await api.act(id, 'transfer', { toAssigneeId: to })).status).toBe(200)
    expect((await api.get(id)).attributes.assignee).toMatchObject({ id: to, type: 'bot', name: expect.any(String) })
    expect(idsOf(await api.all({ contactId: attributes.contact.id, assigneeId: to }))).toEqual([id])
  }),

  writes('TRANSFER-06', 'documented', 'a missing toAssigneeId returns 400 VALIDATION_ERROR', async ({ api, target, expect }) => {
    const from = await target.userId()
    const { id } = await api.create({ assigneeId: from })
    expect(responseText(await api.act(id, 'transfer', { reason: 'Technical issue' }))).toBe('400 VALIDATION_ERROR')
    expect((await api.get(id)).attributes.assignee?.id, 'the assignee').toBe(from)
  }),

  writes('TRANSFER-07', 'documented', 'reason and summary are accepted, and are not sent as a message', async (context) => {
    const { api, target, expect } = context
    const [from, to] = [await target.userId(), await target.otherUserId()]
    const { id } = await api.create({ assigneeId: from })
    const [reason, summary] = [`Technical issue ${api.runId}`, `Customer has a billing dispute ${api.runId}`]
    expect((await api.act(id, 'transfer', { toAssigneeId: to, reason, summary })).status).toBe(200)
    const { attributes, relationships } = await api.get(id, { includeMessages: true })
    expect(attributes.assignee?.id).toBe(to)
    expect(JSON.stringify(relationships?.messages ?? [])).not.toContain(api.runId)
  }),

  writes('TRANSFER-08', 'documented', 'with notifyContact false, nothing is sent to the contact', async ({ api, target, expect }) => {
    const [from, to] = [await target.userId(), await target.otherUserId()]
    const { id } = await api.create({ assigneeId: from })
    expect((await api.act(id, 'transfer', { toAssigneeId: to, notifyContact: false })).status).toBe(200)
    const { attributes } = await api.get(id)
    expect([attributes.assignee?.id, attributes.messageCount]).toEqual([to, 0])
  }),

  writes('TRANSFER-09', 'documented', 'notifyContact true is accepted; the guide does not specify the message', async (context) => {
    const { api, target, expect, observe } = context
    const [from, to] = [await target.userId(), await target.otherUserId()]
    const { id } = await api.create({ assigneeId: from })
    const answer = await api.act(id, 'transfer', { toAssigneeId: to, notifyContact: true })
    if (responseText(answer).endsWith('CHANNEL_ERROR')) return observe('the channel cannot reach the contact to notify of a transfer')
    expect(answer.status).toBe(200)
    const { attributes, relationships } = await api.get(id, { includeMessages: true })
    observe(`notifyContact adds ${attributes.messageCount} to messageCount`)
    expect(attributes.assignee?.id).toBe(to)
    for (const { direction } of relationships?.messages ?? []) expect(direction, 'the direction of a message').toBe('outbound')
  }),

  writes(
    'TRANSFER-10',
    'implied',
    'transferring does not change status, contact, channel, metadata, tags and priority',
    async ({ api, target, expect }) => {
      const [from, to] = [await target.userId(), await target.otherUserId()]
      const { id } = await api.create({ assigneeId: from, metadata: { orderId: 'order_1' }, tags: ['linktor-mock', 'vip'] })
      await api.did(api.update(id, { priority: 'high' }))
      const { attributes: before } = await api.get(id)
      expect((await api.act(id, 'transfer', { toAssigneeId: to, reason: 'Technical issue' })).status).toBe(200)
      const others = ['status', 'contact', 'channel', 'metadata', 'tags', 'priority', 'unreadCount', 'createdAt']
      expect(changes(before, (await api.get(id)).attributes, others)).toEqual([])
    },
  ),

  writes('TRANSFER-11', 'implied', 'another conversation keeps its assignee', async ({ api, target, expect }) => {
    const [from, to] = [await target.userId(), await target.otherUserId()]
    const [one, other] = [await api.create({ assigneeId: from }), await api.create({ assigneeId: from })]
    expect((await api.act(one.id, 'transfer', { toAssigneeId: to })).status).toBe(200)
    expect((await api.get(other.id)).attributes.assignee?.id).toBe(from)
  }),

  writes('TRANSFER-12', 'implied', 'transferring is an update: updatedAt advances, and createdAt stays', async (context) => {
    const { api, target } = context
    const [from, to] = [await target.userId(), await target.otherUserId()]
    const { id } = await api.create({ assigneeId: from })
    await requireUpdatedAtAdvances(context, id, () => api.act(id, 'transfer', { toAssigneeId: to }))
  }),

  writes(
    'TRANSFER-13',
    'implied',
    'an unknown assignee never becomes the assignee; if rejected, nothing changes',
    async ({ api, target, expect, observe }) => {
      const from = await target.userId()
      const { id } = await api.create({ assigneeId: from })
      const answer = await api.act(id, 'transfer', { toAssigneeId: UNKNOWN_ID })
      requireDocumentedError({ expect, observe }, 'an unknown toAssigneeId', answer)
      const { assignee } = (await api.get(id)).attributes
      if (isRejected(answer)) expect(assignee?.id, 'the assignee').toBe(from)
      else expect(assignee?.id, 'the assignee').not.toBe(UNKNOWN_ID)
    },
  ),

  writes(
    'TRANSFER-14',
    'implied',
    'transferring an unassigned conversation does not cause a server error; the guide does not specify it',
    async ({ api, target, expect, observe }) => {
      const to = await target.userId()
      const { id } = await api.create()
      const answer = await api.act(id, 'transfer', { toAssigneeId: to })
      requireDocumentedError({ expect, observe }, 'transferring what has no assignee', answer)
      const { assignee } = (await api.get(id)).attributes
      if (!isRejected(answer)) expect(assignee?.id, 'the assignee').toBe(to)
      else expect(assignee?.id, 'the assignee').not.toBe(to)
    },
  ),

  answersFit('TRANSFER-15'),
]
