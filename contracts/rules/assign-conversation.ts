import { rulesOf } from '../rule.js'
import { UNKNOWN_ID } from '../target.js'
import { isRejected, responseText } from './rejection.js'
import { changes, idsOf, isTimestamp } from './response-values.js'
import { requireDocumentedError } from './unspecified.js'
import { requireUpdatedAtAdvances } from './updated-at.js'

const { writes, answersFit } = rulesOf('assignConversation', 'Assign Conversation')

export const assignConversationRules = [
  writes('ASSIGN-01', 'documented', 'assigning returns 200 with the assignee: id, type and name', async ({ api, target, expect }) => {
    const assigneeId = await target.userId()
    const { id } = await api.create()
    const data = await api.did(api.act(id, 'assign', { assigneeId }))
    const assignee = { id: assigneeId, type: 'user', name: expect.any(String) }
    expect(data).toMatchObject({ id, type: 'conversation', attributes: { assignee } })
  }),

  writes('ASSIGN-02', 'documented', 'the response has assignedAt and assignedBy', async ({ api, target, expect }) => {
    const { id } = await api.create()
    const { attributes } = await api.did(api.act(id, 'assign', { assigneeId: await target.userId() }))
    expect(attributes['assignedAt']).toSatisfy(isTimestamp, 'assignedAt is a timestamp')
    expect(attributes['assignedBy']).toMatchObject({ id: expect.any(String), name: expect.any(String) })
  }),

  writes('ASSIGN-03', 'documented', 'get shows the assignee', async ({ api, target, expect }) => {
    const assigneeId = await target.userId()
    const { id } = await api.create()
    await api.did(api.act(id, 'assign', { assigneeId }))
    expect((await api.get(id)).attributes.assignee).toMatchObject({ id: assigneeId, type: 'user', name: expect.any(String) })
  }),

  writes('ASSIGN-04', 'documented', 'the list shows the assignee, and finds the conversation by it', async ({ api, target, expect }) => {
    const assigneeId = await target.userId()
    const { id, attributes } = await api.create()
    await api.did(api.act(id, 'assign', { assigneeId }))
    const items = await api.all({ contactId: attributes.contact.id, assigneeId })
    expect(idsOf(items)).toEqual([id])
    expect(items[0]?.attributes.assignee).toMatchObject({ id: assigneeId, type: 'user' })
  }),

  writes('ASSIGN-05', 'implied', 'the user is a participant with the role agent', async ({ api, target, expect }) => {
    const assigneeId = await target.userId()
    const { id } = await api.create()
    await api.did(api.act(id, 'assign', { assigneeId }))
    const participant = (await api.participants(id)).find((each) => each.id === assigneeId)
    expect(participant).toMatchObject({ id: assigneeId, type: 'user', attributes: { role: 'agent' } })
  }),

  writes('ASSIGN-06', 'documented', 'a bot can be assigned without an assigneeType', async ({ api, target, expect }) => {
    const assigneeId = await target.botId()
    const { id } = await api.create()
    const assignee = { id: assigneeId, type: 'bot', name: expect.any(String) }
    expect((await api.did(api.act(id, 'assign', { assigneeId }))).attributes['assignee']).toMatchObject(assignee)
    expect((await api.get(id)).attributes.assignee).toMatchObject(assignee)
  }),

  writes(
    'ASSIGN-07',
    'documented',
    'the list finds a conversation by the bot it is assigned to',
    async ({ api, target, expect, observe }) => {
      const assigneeId = await target.botId()
      const { id, attributes } = await api.create()
      const contactId = attributes.contact.id
      await api.did(api.act(id, 'assign', { assigneeId }))
      expect(idsOf(await api.all({ contactId, assigneeId }))).toEqual([id])
      const byBot = await api.all({ contactId, botId: assigneeId })
      observe(`botId ${byBot.length > 0 ? 'finds' : 'does not find'} a conversation that is assigned to the bot`)
    },
  ),

  writes('ASSIGN-08', 'implied', 'the bot is a participant with the role bot', async ({ api, target, expect }) => {
    const assigneeId = await target.botId()
    const { id } = await api.create()
    await api.did(api.act(id, 'assign', { assigneeId }))
    const participant = (await api.participants(id)).find((each) => each.id === assigneeId)
    expect(participant).toMatchObject({ id: assigneeId, type: 'bot', attributes: { role: 'bot' } })
  }),

  ...(['user', 'bot'] as const).map((assigneeType, i) =>
    writes(
      `ASSIGN-${i === 0 ? '09' : '10'}`,
      'documented',
      `the assigneeType ${assigneeType} is accepted`,
      async ({ api, target, expect }) => {
        const assigneeId = assigneeType === 'user' ? await target.userId() : await target.botId()
        const { id } = await api.create()
        await api.did(api.act(id, 'assign', { assigneeId, assigneeType }))
        expect((await api.get(id)).attributes.assignee).toMatchObject({ id: assigneeId, type: assigneeType })
      },
    ),
  ),

  writes('ASSIGN-11', 'documented', 'a note is accepted, and is not sent to the contact', async ({ api, target, expect }) => {
    const assigneeId = await target.userId()
    const { id } = await api.create()
    const note = `Escalated to senior support ${api.runId}`
    await api.did(api.act(id, 'assign', { assigneeId, note }))
    const { attributes, relationships } = await api.get(id, { includeMessages: true })
    expect(attributes.assignee?.id).toBe(assigneeId)
    expect(JSON.stringify(relationships?.messages ?? [])).not.toContain(note)
  }),

  writes('ASSIGN-12', 'documented', 'a missing assigneeId returns 400 VALIDATION_ERROR', async ({ api, target, expect }) => {
    const assigneeId = await target.userId()
    const { id } = await api.create({ assigneeId })
    expect(responseText(await api.act(id, 'assign', { note: 'Escalated to senior support' }))).toBe('400 VALIDATION_ERROR')
    expect((await api.get(id)).attributes.assignee?.id, 'the assignee').toBe(assigneeId)
  }),

  writes('ASSIGN-13', 'documented', 'another assignee replaces the first', async ({ api, target, expect }) => {
    const [first, second] = [await target.userId(), await target.otherUserId()]
    const { id, attributes } = await api.create({ assigneeId: first })
    const contactId = attributes.contact.id
    await api.did(api.act(id, 'assign', { assigneeId: second }))
    expect((await api.get(id)).attributes.assignee).toMatchObject({ id: second, type: 'user' })
    expect(idsOf(await api.all({ contactId, assigneeId: second })), 'those of the second').toEqual([id])
    expect(idsOf(await api.all({ contactId, assigneeId: first })), 'those of the first').toEqual([])
  }),

  writes('ASSIGN-14', 'documented', 'a user replaces a bot, and a bot replaces a user', async ({ api, target, expect, observe }) => {
    const [botId, userId] = [await target.botId(), await target.userId()]
    const { id } = await api.create()
    await api.did(api.act(id, 'assign', { assigneeId: botId }))
    await api.did(api.act(id, 'assign', { assigneeId: userId }))
    const { assignee, bot } = (await api.get(id)).attributes
    expect(assignee).toMatchObject({ id: userId, type: 'user' })
    observe(`a bot whose place a user takes is ${bot ? (bot.active ? 'active' : 'inactive') : 'gone'}`)
    await api.did(api.act(id, 'assign', { assigneeId: botId }))
    expect((await api.get(id)).attributes.assignee).toMatchObject({ id: botId, type: 'bot' })
  }),

  writes(
    'ASSIGN-15',
    'implied',
    'assigning does not change status, contact, channel, metadata, tags, priority and messages',
    async ({ api, target, expect }) => {
      const { id } = await api.create({ metadata: { orderId: 'order_1' }, tags: ['linktor-mock', 'vip'] })
      await api.did(api.update(id, { priority: 'high' }))
      const { attributes: before } = await api.get(id)
      await api.did(api.act(id, 'assign', { assigneeId: await target.userId() }))
      const others = ['status', 'contact', 'channel', 'metadata', 'tags', 'priority', 'messageCount', 'unreadCount', 'createdAt']
      expect(changes(before, (await api.get(id)).attributes, others)).toEqual([])
    },
  ),

  writes('ASSIGN-16', 'implied', 'another conversation keeps its assignee', async ({ api, target, expect }) => {
    const [first, second] = [await target.userId(), await target.otherUserId()]
    const [one, other] = [await api.create({ assigneeId: first }), await api.create({ assigneeId: first })]
    await api.did(api.act(one.id, 'assign', { assigneeId: second }))
    expect((await api.get(other.id)).attributes.assignee?.id).toBe(first)
  }),

  writes('ASSIGN-17', 'implied', 'assigning is an update: updatedAt advances, and createdAt stays', async (context) => {
    const { api, target } = context
    const assigneeId = await target.userId()
    const { id } = await api.create()
    await requireUpdatedAtAdvances(context, id, () => api.act(id, 'assign', { assigneeId }))
  }),

  writes('ASSIGN-18', 'implied', 'unknown assignees are rejected, or at least never assigned', async ({ api, target, expect, observe }) => {
    const assigneeId = await target.userId()
    const { id } = await api.create({ assigneeId })
    const answer = await api.act(id, 'assign', { assigneeId: UNKNOWN_ID })
    requireDocumentedError({ expect, observe }, 'an unknown assigneeId', answer)
    const { assignee } = (await api.get(id)).attributes
    if (isRejected(answer)) expect(assignee?.id, 'the assignee').toBe(assigneeId)
    else expect(assignee?.id, 'the assignee').not.toBe(UNKNOWN_ID)
  }),

  writes('ASSIGN-19', 'implied', 'a wrong assigneeType does not turn a user into a bot', async ({ api, target, expect, observe }) => {
    const assigneeId = await target.userId()
    const { id } = await api.create({ assigneeId })
    for (const assigneeType of ['bot', 'robot']) {
      const answer = await api.act(id, 'assign', { assigneeId, assigneeType })
      requireDocumentedError({ expect, observe }, `the assigneeType ${assigneeType} with the id of a user`, answer)
      expect((await api.get(id)).attributes.assignee).toMatchObject({ id: assigneeId, type: 'user' })
    }
  }),

  answersFit('ASSIGN-20'),
]
