import { rulesOf } from '../rule.js'
import { requireOrderly } from './left-open.js'
import { changes, idsOf, isTimestamp, shown } from './looks.js'
import { requireMovesOn } from './moves-on.js'
import { isRefused } from './refusal.js'
import { requireStatus } from './status.js'

const { writes, answersFit } = rulesOf('closeConversation', 'Close Conversation')

export const closeConversationRules = [
  writes('CLOSE-01', 'documented', 'closing answers 200 with the status closed, and when it was closed', async ({ api, expect }) => {
    const { id } = await api.create()
    const data = await api.did(api.act(id, 'close', { reason: 'Issue resolved', resolution: 'resolved' }))
    expect(data).toMatchObject({ id, type: 'conversation', attributes: { status: 'closed' } })
    expect(data.attributes['closedAt']).toSatisfy(isTimestamp, 'closedAt is a timestamp')
  }),

  writes('CLOSE-02', 'documented', 'the answer names who closed it, by id and name', async ({ api, expect }) => {
    const { id } = await api.create()
    const { attributes } = await api.did(api.act(id, 'close', {}))
    expect(attributes['closedBy']).toMatchObject({ id: expect.any(String), name: expect.any(String) })
  }),

  writes('CLOSE-03', 'documented', 'a closed conversation is closed for get, and lists under status=closed only', async (context) => {
    const conversation = await context.api.create()
    await context.api.did(context.api.act(conversation.id, 'close', {}))
    await requireStatus(context, conversation, 'closed')
  }),

  writes('CLOSE-04', 'documented', 'the reason comes back as closureReason', async ({ api, expect }) => {
    const { id } = await api.create()
    const { attributes } = await api.did(api.act(id, 'close', { reason: 'Duplicate of another' }))
    expect(attributes['closureReason']).toBe('Duplicate of another')
  }),

  ...(['resolved', 'unresolved', 'spam'] as const).map((resolution, i) =>
    writes(`CLOSE-0${5 + i}`, 'documented', `the resolution ${resolution} is taken, and comes back`, async ({ api, expect }) => {
      const { id } = await api.create()
      expect((await api.did(api.act(id, 'close', { resolution }))).attributes['resolution']).toBe(resolution)
    }),
  ),

  writes('CLOSE-08', 'documented', 'no field of the body is required', async ({ api, expect }) => {
    const { id } = await api.create()
    expect((await api.act(id, 'close', {})).status).toBe(200)
    expect((await api.get(id)).attributes.status).toBe('closed')
  }),

  writes('CLOSE-09', 'implied', 'whether there has to be a body at all is left open by the guide', async ({ api, expect, observe }) => {
    const { id } = await api.create()
    const answer = await api.act(id, 'close')
    requireOrderly({ expect, observe }, 'closing without a body', answer)
    expect((await api.get(id)).attributes.status).toBe(isRefused(answer) ? 'open' : 'closed')
  }),

  writes('CLOSE-10', 'documented', 'notes are taken; they are internal, so that no message tells them', async ({ api, expect }) => {
    const { id } = await api.create()
    const notes = `Customer was happy with the refund ${api.runId}`
    expect((await api.act(id, 'close', { notes })).status).toBe(200)
    const { attributes, relationships } = await api.get(id, { includeMessages: true })
    expect(attributes.status).toBe('closed')
    expect(JSON.stringify(relationships?.messages ?? [])).not.toContain(notes)
  }),

  writes('CLOSE-11', 'implied', 'get may tell of the closing; what it tells is true', async ({ api, expect }) => {
    const { id } = await api.create()
    const { attributes } = await api.did(api.act(id, 'close', { reason: 'Issue resolved', resolution: 'resolved' }))
    const { attributes: later } = await api.get(id)
    expect(changes(attributes, later, shown(later, ['resolution', 'closureReason']))).toEqual([])
    if (later.closedAt) expect(later.closedAt).toSatisfy(isTimestamp, 'closedAt is a timestamp')
    if (later.closedBy) expect(attributes['closedBy']).toMatchObject({ id: later.closedBy.id })
  }),

  writes('CLOSE-12', 'implied', 'closing leaves contact, channel, metadata, tags, priority and messages alone', async ({ api, expect }) => {
    const { id } = await api.create({ metadata: { orderId: 'order_1' }, tags: ['linktor-mock', 'vip'] })
    await api.did(api.update(id, { priority: 'high' }))
    const { attributes: before } = await api.get(id)
    await api.did(api.act(id, 'close', { reason: 'Issue resolved' }))
    const others = ['contact', 'channel', 'metadata', 'tags', 'priority', 'messageCount', 'unreadCount', 'createdAt']
    expect(changes(before, (await api.get(id)).attributes, others)).toEqual([])
  }),

  writes('CLOSE-13', 'implied', 'closing leaves the assignee, for get and for the list', async ({ api, target, expect }) => {
    const assigneeId = await target.userId()
    const { id, attributes } = await api.create({ assigneeId })
    await api.did(api.act(id, 'close', {}))
    expect((await api.get(id)).attributes.assignee).toMatchObject({ id: assigneeId, type: 'user' })
    expect(idsOf(await api.all({ contactId: attributes.contact.id, assigneeId, status: 'closed' }))).toEqual([id])
  }),

  writes('CLOSE-14', 'implied', 'closing leaves the participants', async ({ api, target, expect }) => {
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

  writes('CLOSE-16', 'implied', 'closing is an update: updatedAt moves on, and createdAt stays', async (context) => {
    const { id } = await context.api.create()
    await requireMovesOn(context, id, () => context.api.act(id, 'close', {}))
  }),

  writes(
    'CLOSE-17',
    'implied',
    'what closing twice answers is left open by the guide; it stays closed',
    async ({ api, expect, observe }) => {
      const { id } = await api.create()
      await api.did(api.act(id, 'close', { reason: 'First' }))
      const answer = await api.act(id, 'close', { reason: 'Second' })
      requireOrderly({ expect, observe }, 'closing twice', answer)
      expect((await api.get(id)).attributes.status).toBe('closed')
    },
  ),

  writes('CLOSE-18', 'implied', 'an unknown resolution is never shown; refused, it closes nothing', async ({ api, expect, observe }) => {
    const { id } = await api.create()
    const answer = await api.act(id, 'close', { resolution: 'abandoned' })
    requireOrderly({ expect, observe }, 'an unknown resolution', answer)
    const { attributes } = await api.get(id)
    expect(attributes.resolution).not.toBe('abandoned')
    if (isRefused(answer)) expect(attributes.status).toBe('open')
    else expect(answer.text).not.toContain('abandoned')
  }),

  answersFit('CLOSE-19'),
]
