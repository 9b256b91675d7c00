import type { Resource } from '../answer.js'
import { answering, refusing, showing } from '../answering.js'
import { type Call, conversationOf } from '../call.js'
import { each, faultsOf } from '../mutant.js'

/** Faults of participants. */
export const participantFaults = faultsOf('listConversationParticipants', {
  ...each(
    ['contact', 'user', 'bot'],
    (type) => `a ${type} is not a participant`,
    (type) => among((participants) => participants.filter((participant) => participant.type !== type)),
  ),
  'a bot has the role of an agent': showing((attributes, _, { type }) => {
    if (type === 'bot') attributes.role = 'agent'
  }),
  'the phone of the contact is missing': showing((attributes) => void delete attributes.phone),
  'the email of an agent is missing': showing((attributes) => void delete attributes.email),
  'the name of the contact is that of the agent': among((participants) => {
    const agent = participants.find(({ type }) => type === 'user')
    if (agent && participants[0]) participants[0].attributes.name = agent.attributes.name
    return participants
  }),
  'every participant is listed twice': among((participants) => [...participants, ...participants]),
  'every user is a participant': among((participants, { mock }) => [
    ...participants.filter(({ type }) => type !== 'user'),
    ...mock.db.users.findMany().map(({ id, name, email }) => ({ id, type: 'user', attributes: { name, email, role: 'agent' as const } })),
  ]),
  'a closed conversation has no participants': among((participants, call) =>
    conversationOf(call)?.status === 'closed' ? [] : participants,
  ),
  'the bot is a participant only as the assignee': among((participants, call) =>
    participants.filter(({ type, id }) => type !== 'bot' || conversationOf(call)?.assigneeId === id),
  ),
  'the new assignee after a transfer is not a participant': among((participants, call) => {
    const { transferredAt, assigneeId } = conversationOf(call) ?? {}
    return participants.filter(({ id }) => transferredAt === undefined || id !== assigneeId)
  }),
  'the contact is not a participant after a transfer': among((participants, call) =>
    participants.filter(({ type }) => type !== 'contact' || conversationOf(call)?.transferredAt === undefined),
  ),
  'participants are not in data': answering((answer) => {
    Object.assign(answer.body, { participants: answer.resources })
    delete answer.body.data
  }),
  'an unknown conversation has an empty list': refusing((answer) => {
    if (answer.status === 404) Object.assign(answer, { status: 200, body: { data: [] } })
  }),
})

function among(change: (participants: Resource[], call: Call) => Resource[]) {
  return answering((answer, call) => {
    answer.resources = change(answer.resources, call)
  })
}
