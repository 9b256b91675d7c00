import { Answer } from '../answer.js'
import { failing, instead, renaming, showing } from '../answering.js'
import { reading } from '../asking.js'
import { conversationOf, fieldsOf, pass } from '../call.js'
import { doing, doingToNext, keeping } from '../doing.js'
import { each, faultsOf } from '../mutant.js'

const PRIORITIES = ['low', 'normal', 'high', 'urgent']
const FIELDS = ['status', 'metadata', 'tags', 'priority'] as const
const AS_NEW = { status: { status: 'open' }, metadata: { metadata: {} }, tags: { tags: [] }, priority: { priority: undefined } } as const

/** Faults in a conversation that is updated. */
export const updatingFaults = faultsOf('updateConversation', {
  'metadata is replaced, not merged': doing((call, id) => {
    const { metadata } = fieldsOf(call)
    if (metadata) call.mock.db.conversations.update(id, { metadata: { ...Object(metadata) } })
  }),
  'metadata is in the answer as it was sent': showing((attributes, call) => {
    const { metadata } = fieldsOf(call)
    if (metadata) Object.assign(attributes, { metadata })
  }),
  'null in metadata removes all of it': doing((call, id) => {
    if (JSON.stringify(fieldsOf(call)).includes('null')) call.mock.db.conversations.update(id, { metadata: {} })
  }),
  'an object in metadata is lost': doing(({ mock }, id) => {
    const entries = Object.entries(mock.db.conversations.get(id).metadata ?? {})
    mock.db.conversations.update(id, { metadata: Object.fromEntries(entries.filter(([, value]) => typeof value !== 'object')) })
  }),
  'tags are appended': doing((call, id, before) => {
    const { tags } = call.mock.db.conversations.get(id)
    if (fieldsOf(call)['tags']) call.mock.db.conversations.update(id, { tags: [...new Set([...(before?.tags ?? []), ...(tags ?? [])])] })
  }),
  'an empty list of tags changes nothing': reading((body) => {
    if (body.tags?.length === 0) {
      delete body.tags
      body.metadata = {}
    }
  }),
  'status is returned, but not set': keeping('status', 'snoozedUntil', 'closedAt', 'closedById'),
  'priority is never changed': keeping('priority'),
  ...each(
    PRIORITIES,
    (priority) => `the priority ${priority} is rejected`,
    (priority) => instead((call) => fieldsOf(call)['priority'] === priority, 400),
  ),
  'the status pending is returned as open': showing((attributes) => {
    attributes.status = 'open'
  }),
  'the status open after closed causes a 500': failing(
    (call) => conversationOf(call)?.status === 'closed' && fieldsOf(call)['status'] === 'open',
  ),
  'an unknown status closes': reading((body) => {
    const { status }: { status?: string | undefined } = body
    if (status === 'archived') body.status = 'closed'
  }),
  'an unknown priority is shown': (call) => {
    const { priority } = fieldsOf(call)
    if (priority !== 'highest') return pass(call)
    const answer = pass(call, { body: { ...fieldsOf(call), priority: 'urgent' } })
    for (const { attributes } of answer.resources) Object.assign(attributes, { priority })
    return answer
  },
  'a rejected request is partly applied': (call) => {
    const answer = pass(call)
    const { tags } = fieldsOf(call)
    if (answer.status === 400 && tags) pass(call, { body: { tags } })
    return answer
  },
  ...each(
    FIELDS,
    (field) => `an update without ${field} resets it`,
    (field) =>
      doing((call, id) => {
        if (field in fieldsOf(call)) return
        call.mock.db.conversations.update(id, AS_NEW[field])
      }),
  ),
  'an update removes the assignee': doing(({ mock }, id) => void mock.db.conversations.update(id, { assigneeId: undefined })),
  'the next conversation is updated too': doingToNext,
  'an empty update removes the tags': (call) => {
    if (Object.keys(fieldsOf(call)).length > 0) return pass(call)
    if (conversationOf(call)) call.mock.db.conversations.update(call.id ?? '', { tags: [] })
    return new Answer(200, pass(call, { method: 'GET', body: undefined }).body)
  },
  'updatedAt stays': keeping('updatedAt'),
  'updatedAt is returned as updated_at': renaming('updatedAt', 'updated_at'),
})
