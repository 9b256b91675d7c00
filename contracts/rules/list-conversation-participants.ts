import type { Client } from '../client.js'
import { errorOf } from '../client.js'
import { rulesOf } from '../rule.js'
import { UNKNOWN_ID } from '../target.js'
import { dividing } from './listing.js'
import { idsOf } from './response-values.js'
import { withRetries } from './with-retries.js'

const { reads, writes, answersFit } = rulesOf('listConversationParticipants', 'Get Participants')

/** The role that the guide gives to each type. */
const ROLES = { contact: 'customer', user: 'agent', bot: 'bot' }

/** `GET /conversations/:id/participants`. */
export const listConversationParticipantsRules = [
  reads('PART-01', 'documented', 'it returns 200 with the participants in data', async ({ api, target, expect }) => {
    const [item] = await target.conversations()
    const { status, body } = await api.call('GET', `/conversations/${encodeURIComponent(item?.id ?? '')}/participants`)
    expect([status, body]).toMatchObject([200, { data: expect.any(Array) }])
  }),

  reads('PART-02', 'documented', 'each is a contact, a user or a bot, and has the matching role', async ({ api, target, expect }) => {
    for (const { id } of (await target.conversations()).slice(0, 4)) {
      for (const participant of await api.participants(id)) {
        expect(participant, id).toMatchObject({ id: expect.any(String), type: expect.toBeOneOf(Object.keys(ROLES)) })
        expect(participant.attributes.role, `the role of the ${participant.type}`).toBe(ROLES[participant.type])
      }
    }
  }),

  reads(
    'PART-03',
    'documented',
    'the contact is a participant with the role customer, its name and phone',
    async ({ api, target, expect }) => {
      for (const { id } of (await target.conversations()).slice(-2)) {
        await withRetries(api, async () => {
          const [participants, { attributes }] = await Promise.all([api.participants(id), api.get(id)])
          const { id: contactId, name, phone } = attributes.contact
          const contact = participants.find((participant) => participant.id === contactId)
          expect(contact).toMatchObject({ type: 'contact', attributes: { role: 'customer' } })
          expect(contact?.attributes).toMatchObject({ ...(name && { name }), ...(phone && { phone }) })
        })
      }
    },
  ),

  reads(
    'PART-04',
    'documented',
    'the assigned user is a participant with the role agent, name and email',
    async ({ api, target, expect, skip }) => {
      const items = await target.conversations()
      const assigned = items.find(({ attributes }) => attributes.assignee?.type === 'user') ?? skip('no conversation is assigned to a user')
      await withRetries(api, async () => {
        const [participants, { attributes }] = await Promise.all([api.participants(assigned.id), api.get(assigned.id)])
        const { id, name } = attributes.assignee ?? {}
        const agent = participants.find((participant) => participant.id === id)
        expect(agent).toMatchObject({ type: 'user', attributes: { name, email: expect.any(String), role: 'agent' } })
      })
    },
  ),

  reads('PART-05', 'documented', 'its bot is a participant with the role bot and its name', async ({ api, target, expect, skip }) => {
    const botId = await target.botId()
    await withRetries(api, async () => {
      const [found] = (await api.list({ botId, perPage: 1 })).data
      if (found === undefined) return skip(`no conversation on the server has the bot ${botId}`)
      const bot = (await api.participants(found.id)).find(({ id }) => id === botId)
      expect(bot).toMatchObject({ type: 'bot', attributes: { name: expect.any(String), role: 'bot' } })
    })
  }),

  reads('PART-06', 'implied', 'no participant is listed twice', async ({ api, target, expect }) => {
    for (const { id } of (await target.conversations()).slice(0, 4)) {
      const participants = await api.participants(id)
      expect(new Set(idsOf(participants)).size, id).toBe(participants.length)
    }
  }),

  reads('PART-07', 'implied', 'participants belong to their own conversation', async ({ api, target, expect, skip }) => {
    const items = await target.conversations()
    const contactId = dividing(items, ({ attributes }) => attributes.contact.id)
    const two = [contactId, undefined].map((wanted) =>
      items.find(({ attributes: { contact } }) => (wanted === undefined ? contact.id !== contactId : contact.id === wanted)),
    )
    for (const item of two) {
      if (item === undefined) return skip('all conversations on the server are with the same contact')
      const contacts = (await api.participants(item.id)).filter(({ type }) => type === 'contact')
      expect(idsOf(contacts), item.id).toEqual([item.attributes.contact.id])
    }
  }),

  reads('PART-08', 'implied', 'a closed conversation keeps its participants', async ({ api, expect, skip }) => {
    const [closed] = (await api.list({ status: 'closed', perPage: 1 })).data
    if (closed === undefined) return skip('there is no closed conversation on the server')
    expect(idsOf(await api.participants(closed.id))).toContain(closed.attributes.contact.id)
  }),

  reads('PART-09', 'implied', 'an unknown conversation returns 404 CONVERSATION_NOT_FOUND', async ({ api, expect }) => {
    const answer = await api.call('GET', `/conversations/${UNKNOWN_ID}/participants`)
    expect([answer.status, errorOf(answer).code]).toEqual([404, 'CONVERSATION_NOT_FOUND'])
  }),

  writes('PART-10', 'implied', 'unrelated users are not participants', async (context) => {
    const { api, target, expect, observe } = context
    const others = [await target.userId(), await target.otherUserId()] // one of them may be the user of the API key
    const { id, attributes } = await api.create()
    const present = await whoTakesPart(api, id)
    observe(`in a new conversation ${present.length === 1 ? 'the contact takes part alone' : `${present.length} take part`}`)
    expect(present).toContain(attributes.contact.id)
    expect(others.every((userId) => present.includes(userId) && userId !== attributes.assignee?.id)).toBe(false)
  }),

  writes('PART-11', 'implied', 'the contact of a new conversation is a participant with name and phone', async ({ api, expect }) => {
    const contact = { name: `Zq${api.runId}Part11`, phone: api.newAddress().phone }
    const { id, attributes } = await api.create({ contact })
    const [found] = (await api.participants(id)).filter(({ type }) => type === 'contact')
    expect(found).toMatchObject({ id: attributes.contact.id, attributes: { ...contact, role: 'customer' } })
  }),

  writes('PART-12', 'documented', 'a user is a participant once assigned', async ({ api, target, expect }) => {
    const userId = await target.userId()
    const { id } = await api.create()
    await api.did(api.act(id, 'assign', { assigneeId: userId }))
    const agent = (await api.participants(id)).find((participant) => participant.id === userId)
    expect(agent).toMatchObject({ type: 'user', attributes: { name: expect.any(String), email: expect.any(String), role: 'agent' } })
  }),

  writes('PART-13', 'documented', 'the bot of a new conversation is a participant', async ({ api, target, expect }) => {
    const botId = await target.botId()
    const { id } = await api.create({ botId })
    const bot = (await api.participants(id)).find((participant) => participant.id === botId)
    expect(bot).toMatchObject({ type: 'bot', attributes: { name: expect.any(String), role: 'bot' } })
  }),

  writes('PART-14', 'documented', 'a user is a participant after a transfer to them', async ({ api, target, expect, observe }) => {
    const [userId, otherId] = [await target.userId(), await target.otherUserId()]
    const { id } = await api.create({ assigneeId: userId })
    expect((await api.act(id, 'transfer', { toAssigneeId: otherId })).status).toBe(200)
    const present = await whoTakesPart(api, id)
    expect(present).toContain(otherId)
    observe(`who it was transferred from ${present.includes(userId) ? 'still takes part' : 'takes part no more'}`)
  }),

  answersFit('PART-15'),
]

async function whoTakesPart(api: Client, id: string): Promise<string[]> {
  return idsOf(await api.participants(id)).sort()
}
