import { failing, hiding, instead, showing } from '../answering.js'
import { overlooking } from '../asking.js'
import { conversationOf, fieldsOf, pass } from '../call.js'
import { doing, doingToNext, keeping, leaking, pretending, setting } from '../doing.js'
import { each, faultsOf } from '../mutant.js'

const ACTIONS = ['closeConversation', 'reopenConversation', 'assignConversation', 'transferConversation'] as const

/** Faults of every action. */
const faultsOfEach = ACTIONS.flatMap((operation) =>
  faultsOf(operation, {
    'the response shows it, but nothing is done': pretending,
    'it does not change updatedAt': keeping('updatedAt'),
    'it loses metadata': setting({ metadata: {} }),
    'it loses tags': setting({ tags: [] }),
    'the next conversation is changed too': doingToNext,
  }),
)

const closingFaults = faultsOf('closeConversation', {
  'the response is about another conversation': showing((_, __, resource) => {
    resource.id = `${resource.id}_`
  }),
  'it loses the assignee': setting({ assigneeId: undefined }),
  'it loses the participants': setting({ agentIds: [] }),
  ...each(
    ['closedBy', 'resolution'] as const,
    (name) => `${name} is missing`,
    (name) => hiding(name),
  ),
  'closedAt is returned as closed_at': showing((attributes) => {
    Object.assign(attributes, { closed_at: attributes.closedAt })
    delete attributes.closedAt
  }),
  'the resolution spam is rejected': instead((call) => fieldsOf(call)['resolution'] === 'spam', 400),
  'get shows another resolution': doing((call, id) => {
    if (fieldsOf(call)['resolution']) call.mock.db.conversations.update(id, { resolution: 'spam' })
  }),
  'the reason is lost': overlooking('reason'),
  'a reason is required': instead((call) => conversationOf(call) !== undefined && fieldsOf(call)['reason'] === undefined, 400),
  'notes are sent to the contact': leaking('notes'),
  'no body causes a 500': failing(({ body }) => body === undefined),
  'closing twice opens': doing(({ mock }, id, before) => {
    if (before?.status === 'closed') mock.db.conversations.update(id, { status: 'open' })
  }),
  'an unknown resolution is rejected, but closes': (call) => {
    if (fieldsOf(call)['resolution'] === 'abandoned') pass(call, { body: {} })
    return pass(call)
  },
})

const reopeningFaults = faultsOf('reopenConversation', {
  'it is pending, not open': doing(({ mock }, id) => void mock.db.conversations.update(id, { status: 'pending' })),
  'it loses the assignee': setting({ assigneeId: undefined }),
  ...each(
    ['reopenedAt', 'reopenedBy'] as const,
    (name) => `${name} is missing`,
    (name) => hiding(name),
  ),
  'reopening what is open closes it': (call) =>
    conversationOf(call)?.status === 'open' ? pass(call, { path: call.path.replace('reopen', 'close'), body: {} }) : pass(call),
  'it works only once': instead((call) => conversationOf(call)?.reopenedAt !== undefined, 409),
  'get shows another reopenedBy': doing(({ mock }, id) => {
    mock.db.conversations.update(id, { reopenedById: mock.db.users.findMany()[1]?.id })
  }),
})

export const actionFaults = [...faultsOfEach, ...closingFaults, ...reopeningFaults]
