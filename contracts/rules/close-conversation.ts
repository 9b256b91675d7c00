import { rulesOf } from '../rule.js'
import { isRejected } from './rejection.js'
import { changes, idsOf, isTimestamp, shown } from './response-values.js'
import { requireStatus } from './status.js'
import { requireDocumentedError } from './unspecified.js'
import { requireUpdatedAtAdvances } from './updated-at.js'

const { writes, answersFit } = rulesOf('closeConversation', 'Close Conversation')

export const closeConversationRules = [
  writes('CLOSE-01', 'documented', 'closing returns 200 with the status closed, and closedAt', async ({ api, expect }) => {
    const { id } = await api.create()
    const data = await api.did(api.act(id, 'close', { reason: 'Issue resolved', resolution: 'resolved' }))
    expect(data).toMatchObject({ id, type: 'conversation', attributes: { status: 'closed' } })
    expect(data.attributes['closedAt']).toSatisfy(isTimestamp, 'closedAt is a timestamp')
  }),

  writes('CLOSE-02', 'documented', 'the response has the id and name of the user who closed it', async ({ api, expect }) => {
    const { id } = await api.create()
    const { attributes } = await api.did(api.act(id, 'close', {}))
    expect(attributes['closedBy']).toMatchObject({ id: expect.any(String), name: expect.any(String) })
  }),

  writes('CLOSE-03', 'documented', 'get shows the status closed, and only status=closed lists it', async (context) => {
    const conversation = await context.api.create()
    await context.api.did(context.api.act(conversation.id, 'close', {}))
    await requireStatus(context, conversation, 'closed')
  }),

  writes('CLOSE-04', 'documented', 'the reason is returned as closureReason', async ({ api, expect }) => {
    const { id } = await api.create()
    const { attributes } = await api.did(api.act(id, 'close', { reason: 'Duplicate of another' }))
    expect(attributes['closureReason']).toBe('Duplicate of another')
  }),

  ...(['resolved', 'unresolved', 'spam'] as const).map((resolution, i) =>
    writes(`CLOSE-0${5 + i}`, 'documented', `the resolution ${resolution} is accepted and returned`, async ({ api, expect }) => {
      const { id } = await api.create()
      expect((await api.did(api.act(id, 'close', { resolution }))).attributes['resolution']).toBe(resolution)
    }),
  ),

  writes('CLOSE-08', 'documented', 'no field of the body is required', async ({ api, expect }) => {
    const { id } = await api.create()
    expect((await api.act(id, 'close', {})).status).toBe(200)
    expect((await api.get(id)).attributes.status).toBe('closed')
  }),

  writes(
    'CLOSE-09',
    'implied',
    'a missing body does not cause a server error; the guide does not specify it',
    async ({ api, expect, observe }) => {
      const { id } = await api.create()
      const answer = await api.act(id, 'close')
      requireDocumentedError({ expect, observe }, 'closing without a body', answer)
      expect((await api.get(id)).attributes.status).toBe(isRejected(answer) ? 'open' : 'closed')
    },
  ),

  writes('CLOSE-10', 'documented', 'notes are accepted, and are not sent as a message', async ({ api, expect }) => {
    const { id } = await api.create()
    const notes = `Customer was happy with the refund ${api.runId}`
    expect((await api.act(id, 'close', { notes })).status).toBe(200)
    const { attributes, relationships } = await api.get(id, { includeMessages: true })
    expect(attributes.status).toBe('closed')
    expect(JSON.stringify(relationships?.messages ?? [])).not.toContain(notes)
  }),

  writes('CLOSE-11', 'implied', 'closing details that get shows are correct', async ({ api, expect }) => {
    const { id } = await api.create()
    const { attributes } = await api.did(api.act(id, 'close', { reason: 'Issue resolved', resolution: 'resolved' }))
    const { attributes: later } = await api.get(id)
    expect(changes(attributes, later, shown(later, ['resolution', 'closureReason']))).toEqual([])
    if (later.closedAt) expect(later.closedAt).toSatisfy(isTimestamp, 'closedAt is a timestamp')
    if (later.closedBy) expect(attributes['closedBy']).toMatchObject({ id: later.closedBy.id })
  }),

  writes(
    'CLOSE-12',
    'implied',
    'closing does not change contact, channel, metadata, tags, priority and messages',
    async ({ api, expect }) => {
      const { id } = await api.create({ metadata: { orderId: 'order_1' }, tags: ['linktor-mock', 'vip'] })
      await api.did(api.update(id, { priority: 'high' }))
      const { attributes: before } = await api.get(id)
      await api.did(api.act(id, 'close', { reason: 'Issue resolved' }))
      const others = ['contact', 'channel', 'metadata', 'tags', 'priority', 'messageCount', 'unreadCount', 'createdAt']
      expect(changes(before, (await api.get(id)).attributes, others)).toEqual([])
    },
  ),

  writes('CLOSE-13', 'implied', 'closing does not change the assignee, in get and in the list', async ({ api, target, expect }) => {
    const assigneeId = await target.userId()
    const { id, attributes } = await api.create({ assigneeId })
    await api.did(api.act(id, 'close', {}))
    expect((await api.get(id)).attributes.assignee).toMatchObject({ id: assigneeId, type: 'user' })
    expect(idsOf(await api.all({ contactId: attributes.contact.id, assigneeId, status: 'closed' }))).toEqual([id])
  }),

  writes('CLOSE-14', 'implied', 'closing does not change the participants', async ({ api, target, expect }) => {
    const { id, attributes } = await api.create({ assigneeId: await target.userId() })
    const before = idsOf(await api.participants(id))
    await api.did(api.act(id, 'close', {}))
    expect(idsOf(await api.participants(id)).sort()).toEqual(before.sort())
    expect(before).toContain(attributes.contact.id)
  }),

  writes('CLOSE-15', 'implied', 'another conversation stays open', async ({ api, expect }) => {
    const [one, other] = [await api.create(), await api.create()]
    await api.did(api.act(one.id, 'close', {}))
    expect((await api.get(other.id)).attributes.status).toBe('open')
  }),

  writes('CLOSE-16', 'implied', 'closing is an update: updatedAt advances, and createdAt stays', async (context) => {
    const { id } = await context.api.create()
    await requireUpdatedAtAdvances(context, id, () => context.api.act(id, 'close', {}))
  }),

  writes(
    'CLOSE-17',
    'implied',
    'a conversation closed twice stays closed; the guide does not specify the response',
    async ({ api, expect, observe }) => {
      const { id } = await api.create()
      await api.did(api.act(id, 'close', { reason: 'First' }))
      const answer = await api.act(id, 'close', { reason: 'Second' })
      requireDocumentedError({ expect, observe }, 'closing twice', answer)
      expect((await api.get(id)).attributes.status).toBe('closed')
    },
  ),

  writes(
    'CLOSE-18',
    'implied',
    'an unknown resolution is never shown; if rejected, nothing is closed',
    async ({ api, expect, observe }) => {
      const { id } = await api.create()
      const answer = await api.act(id, 'close', { resolution: 'abandoned' })
      requireDocumentedError({ expect, observe }, 'an unknown resolution', answer)
      const { attributes } = await api.get(id)
      expect(attributes.resolution).not.toBe('abandoned')
      if (isRejected(answer)) expect(attributes.status).toBe('open')
      else expect(answer.text).not.toContain('abandoned')
    },
  ),

  answersFit('CLOSE-19'),
]
