import { failing, hiding, instead, showing } from '../answering.js'
import { overlooking } from '../asking.js'
import { conversationOf, fieldsOf, pass } from '../call.js'
import { doing, doingToNext, keeping, pretending, setting, telling } from '../doing.js'
import { each, faultsOf } from '../mutant.js'

const ACTIONS = ['closeConversation', 'reopenConversation', 'assignConversation', 'transferConversation'] as const

/** What may go wrong with every action alike. */
const faultsOfEach = ACTIONS.flatMap((operation) =>
  faultsOf(operation, {
    'it is told, and not done': pretending,
    'it forgets updatedAt': keeping('updatedAt'),
    'it loses metadata': setting({ metadata: {} }),
    'it loses tags': setting({ tags: [] }),
    'it is done to the one created after it too': doingToNext,
  }),
)

const closingFaults = faultsOf('closeConversation', {
  'the answer is of another conversation': showing((_, __, resource) => {
    resource.id = `${resource.id}_`
  }),
  'it loses the assignee': setting({ assigneeId: undefined }),
  'it loses the participants': setting({ agentIds: [] }),
  ...each(
    ['closedBy', 'resolution'] as const,
    (name) => `${name} is not answered`,
    (name) => hiding(name),
  ),
  'closedAt is answered as closed_at': showing((attributes) => {
    Object.assign(attributes, { closed_at: attributes.closedAt })
    delete attributes.closedAt
  }),
  'the resolution spam is refused': instead((call) => fieldsOf(call)['resolution'] === 'spam', 400),
  'what get shows of a resolution is another': doing((call, id) => {
    if (fieldsOf(call)['resolution']) call.mock.db.conversations.update(id, { resolution: 'spam' })
  }),
  'the reason is lost': overlooking('reason'),
  'a reason is required': instead((call) => conversationOf(call) !== undefined && fieldsOf(call)['reason'] === undefined, 400),
  'notes are sent to the contact': telling('notes'),
  'no body is a fault of the server': failing(({ body }) => body === undefined),
  'closing twice opens': doing(({ mock }, id, before) => {
    if (before?.status === 'closed') mock.db.conversations.update(id, { status: 'open' })
  }),
  'an unknown resolution is refused, and closes': (call) => {
    if (fieldsOf(call)['resolution'] === 'abandoned') pass(call, { body: {} })
    return pass(call)
  },
})

const reopeningFaults = faultsOf('reopenConversation', {
  'it is pending, not open': doing(({ mock }, id) => void mock.db.conversations.update(id, { status: 'pending' })),
  'it loses the assignee': setting({ assigneeId: undefined }),
  ...each(
    ['reopenedAt', 'reopenedBy'] as const,
    (name) => `${name} is not answered`,
    (name) => hiding(name),
  ),
  'reopening what is open closes it': (call) =>
    conversationOf(call)?.status === 'open' ? pass(call, { path: call.path.replace('reopen', 'close'), body: {} }) : pass(call),
  'it can be done once': instead((call) => conversationOf(call)?.reopenedAt !== undefined, 409),
  'who reopened it is another for get': doing(({ mock }, id) => {
    mock.db.conversations.update(id, { reopenedById: mock.db.users.findMany()[1]?.id })
  }),
})

export const actionFaults = [...faultsOfEach, ...closingFaults, ...reopeningFaults]
