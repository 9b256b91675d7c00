import type { Answer } from '../answer.js'
import { hiding, instead, replacing, showing } from '../answering.js'
import { reading } from '../asking.js'
import { type Call, conversationOf, fieldsOf, pass } from '../call.js'
import { doing, telling } from '../doing.js'
import { each, faultsOf } from '../mutant.js'

const assigningFaults = faultsOf('assignConversation', {
  'a bot is told as a user': showing(({ assignee }) => {
    if (assignee) assignee.type = 'user'
  }),
  'assignee is not answered': hiding('assignee'),
  'assignedBy is not answered': hiding('assignedBy'),
  'it cannot be done twice': instead((call) => conversationOf(call)?.assigneeId !== undefined && 'assigneeId' in fieldsOf(call), 409),
  'a bot is refused': instead(toBot, 400),
  'a bot does not take the place of a user': doing((call, id, before) => {
    const { mock } = call
    if (toBot(call) && before?.assigneeId && mock.db.users.find({ id: before.assigneeId }))
      mock.db.conversations.update(id, { assigneeId: before.assigneeId })
  }),
  ...each(
    ['user', 'bot'],
    (type) => `the assigneeType ${type} is refused`,
    (type) => instead((call) => fieldsOf(call)['assigneeType'] === type, 400),
  ),
  'assigneeType is believed': (call) => {
    const { assigneeType } = fieldsOf(call)
    if (assigneeType !== 'bot' || toBot(call)) return pass(call)
    const { mock, id = '' } = call
    mock.db.conversations.update(id, { assigneeId: mock.db.bots.findMany()[0]?.id })
    return pass(call, { method: 'GET', path: `/conversations/${id}`, body: undefined })
  },
  'a note is sent to the contact': telling('note'),
  'without assigneeId, whoever asks is assigned': reading((body, { mock }) => {
    body.assigneeId ??= mock.db.users.findMany()[0]?.id
  }),
  'an invalid body is a 422': replacing('VALIDATION_ERROR', 422),
  'an unknown assignee takes the assignee away': unassigning,
})

const transferringFaults = faultsOf('transferConversation', {
  'the old assignee is answered': showing((attributes, { mock }) => {
    const [user] = mock.db.users.findMany()
    if (user) attributes.assignee = { id: user.id, type: 'user', name: user.name }
  }),
  'a bot is refused': instead((call) => String(fieldsOf(call)['toAssigneeId']).startsWith('bot'), 400),
  'the summary is sent to the contact': telling('summary'),
  'the contact is told without being asked to': reading((body) => {
    if (body.toAssigneeId) body.notifyContact = true
  }),
  'notifyContact is refused': instead((call) => fieldsOf(call)['notifyContact'] === true, 400),
  'the contact is told in their own name': doing((call, id) => {
    if (fieldsOf(call)['notifyContact']) call.mock.db.messages.create({ conversationId: id, direction: 'inbound', text: 'Transferred' })
  }),
  'without toAssigneeId, whoever asks has it': reading((body, { mock }) => {
    body.toAssigneeId ??= mock.db.users.findMany()[0]?.id
  }),
  'to who is not known takes the assignee away': unassigning,
  'what has no assignee still has none': doing(({ mock }, id, before) => {
    if (before?.assigneeId === undefined) mock.db.conversations.update(id, { assigneeId: undefined })
  }),
})

export const assignmentFaults = [...assigningFaults, ...transferringFaults]

function toBot(call: Call): boolean {
  return call.mock.db.bots.find({ id: String(fieldsOf(call)['assigneeId']) }) !== undefined
}

/** A server which takes the assignee away when it is to be one that is not known. */
function unassigning(call: Call): Answer {
  const answer = pass(call)
  if (answer.status === 404 && conversationOf(call)) call.mock.db.conversations.update(call.id ?? '', { assigneeId: undefined })
  return answer
}
