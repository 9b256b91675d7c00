import type { Answer } from '../answer.js'
import { hiding, instead, replacing, showing } from '../answering.js'
import { reading } from '../asking.js'
import { type Call, conversationOf, fieldsOf, pass } from '../call.js'
import { doing, leaking } from '../doing.js'
import { each, faultsOf } from '../mutant.js'

const assigningFaults = faultsOf('assignConversation', {
  'a bot is shown as a user': showing(({ assignee }) => {
    if (assignee) assignee.type = 'user'
  }),
  'assignee is missing': hiding('assignee'),
  'assignedBy is missing': hiding('assignedBy'),
  'it works only once': instead((call) => conversationOf(call)?.assigneeId !== undefined && 'assigneeId' in fieldsOf(call), 409),
  'a bot is rejected': instead(toBot, 400),
  'a bot does not replace a user': doing((call, id, before) => {
    const { mock } = call
    if (toBot(call) && before?.assigneeId && mock.db.users.find({ id: before.assigneeId }))
      mock.db.conversations.update(id, { assigneeId: before.assigneeId })
  }),
  ...each(
    ['user', 'bot'],
    (type) => `the assigneeType ${type} is rejected`,
    (type) => instead((call) => fieldsOf(call)['assigneeType'] === type, 400),
  ),
  'assigneeType is not verified': (call) => {
    const { assigneeType } = fieldsOf(call)
    if (assigneeType !== 'bot' || toBot(call)) return pass(call)
    const { mock, id = '' } = call
    mock.db.conversations.update(id, { assigneeId: mock.db.bots.findMany()[0]?.id })
    return pass(call, { method: 'GET', path: `/conversations/${id}`, body: undefined })
  },
  'a note is sent to the contact': leaking('note'),
  'without assigneeId, the user of the API key is assigned': reading((body, { mock }) => {
    body.assigneeId ??= mock.db.users.findMany()[0]?.id
  }),
  'an invalid body is a 422': replacing('VALIDATION_ERROR', 422),
  'an unknown assignee removes the assignee': unassigning,
})

const transferringFaults = faultsOf('transferConversation', {
  'the old assignee is returned': showing((attributes, { mock }) => {
    const [user] = mock.db.users.findMany()
    if (user) attributes.assignee = { id: user.id, type: 'user', name: user.name }
  }),
  'a bot is rejected': instead((call) => String(fieldsOf(call)['toAssigneeId']).startsWith('bot'), 400),
  'the summary is sent to the contact': leaking('summary'),
  'the contact is notified without notifyContact': reading((body) => {
    if (body.toAssigneeId) body.notifyContact = true
  }),
  'notifyContact is rejected': instead((call) => fieldsOf(call)['notifyContact'] === true, 400),
  'the notification has the contact as its sender': doing((call, id) => {
    if (fieldsOf(call)['notifyContact']) call.mock.db.messages.create({ conversationId: id, direction: 'inbound', text: 'Transferred' })
  }),
  'without toAssigneeId, the user of the API key is assigned': reading((body, { mock }) => {
    body.toAssigneeId ??= mock.db.users.findMany()[0]?.id
  }),
  'an unknown assignee removes the assignee': unassigning,
  'an unassigned conversation stays unassigned': doing(({ mock }, id, before) => {
    if (before?.assigneeId === undefined) mock.db.conversations.update(id, { assigneeId: undefined })
  }),
})

export const assignmentFaults = [...assigningFaults, ...transferringFaults]

function toBot(call: Call): boolean {
  return call.mock.db.bots.find({ id: String(fieldsOf(call)['assigneeId']) }) !== undefined
}

/** A server that removes the assignee when the new one is unknown. */
function unassigning(call: Call): Answer {
  const answer = pass(call)
  if (answer.status === 404 && conversationOf(call)) call.mock.db.conversations.update(call.id ?? '', { assigneeId: undefined })
  return answer
}
