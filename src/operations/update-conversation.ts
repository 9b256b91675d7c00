import { invalid } from '../api-error.js'
import { conversationUpdate } from '../resources/conversation.js'
import { close, reopen } from '../store/lifecycle.js'
import { type Conversation, type ConversationStatus, type Metadata, type Timestamp, withChanges } from '../store/records.js'
import { hourAfter, toTimestamp } from '../time/timestamp.js'
import type { Operation, Schemas } from './operation.js'
import { parseInstant } from './parse-instant.js'
import { requireConversation } from './require.js'

type Changes = Schemas['UpdateConversationRequest']

/** `PATCH /conversations/:id`: properties change before the status does, and each change emits its own event. */
export const updateConversation: Operation<'updateConversation'> = ({ store, now, actor, emit }, { path, body }) => {
  const conversation = requireConversation(store, path.id)
  requireChange(body)
  const { status = conversation.status } = body
  const snoozedUntil = snoozeEnd(now, status, conversation, body)
  const closes = status === 'closed' && conversation.status !== 'closed'
  const reopens = status !== 'closed' && conversation.status === 'closed'
  const staysClosed = body.status === 'closed' && conversation.status === 'closed'
  const stamp = { at: now, byId: actor.id }

  let changed = conversation
  if (changesProperties(body) || !(closes || reopens || staysClosed)) {
    const moved = closes || reopens ? conversation : { status, snoozedUntil }
    changed = store.putConversation(
      withChanges(conversation, {
        priority: body.priority ?? conversation.priority,
        metadata: body.metadata === undefined ? conversation.metadata : merged(conversation.metadata, body.metadata),
        tags: body.tags ?? conversation.tags,
        status: moved.status,
        snoozedUntil: moved.snoozedUntil,
        updatedAt: now,
      }),
    )
    emit('conversation.updated', changed)
  }
  if (closes) {
    changed = store.putConversation(close(changed, stamp))
    emit('conversation.closed', changed)
  }
  if (reopens) {
    changed = store.putConversation(withChanges(reopen(changed, stamp, status), { snoozedUntil }))
    emit('conversation.reopened', changed)
  }
  return { data: conversationUpdate(changed) }
}

function requireChange(body: Changes): void {
  if (changesProperties(body) || body.status !== undefined || body.snoozedUntil !== undefined) return
  const [field = 'body'] = Object.keys(body)
  throw invalid([{ field, message: `nothing to change: give status, snoozedUntil, metadata, tags or priority, not only ${field}` }])
}

function changesProperties({ priority, metadata, tags }: Changes): boolean {
  return priority !== undefined || metadata !== undefined || tags !== undefined
}

/** Merges one level deep; `null` deletes a key. By entries, so that `__proto__` is a key like any other. */
function merged(metadata: Metadata, changes: Metadata): Metadata {
  const entries = Object.entries({ ...metadata, ...changes })
  return Object.fromEntries(entries.filter(([key]) => !(Object.hasOwn(changes, key) && changes[key] === null)))
}

/** Time at which the snooze is to end, if the conversation is to be snoozed. */
function snoozeEnd(now: Timestamp, status: ConversationStatus, conversation: Conversation, body: Changes): Timestamp | undefined {
  const { snoozedUntil } = body
  if (status !== 'snoozed') {
    if (snoozedUntil === undefined) return undefined
    throw invalid([{ field: 'snoozedUntil', message: `snoozedUntil goes with status "snoozed"; the status is to be "${status}"` }])
  }
  if (snoozedUntil === undefined) return body.status === undefined ? conversation.snoozedUntil : hourAfter(now)
  const end = toTimestamp(parseInstant('snoozedUntil', snoozedUntil))
  if (end > now) return end
  throw invalid([{ field: 'snoozedUntil', message: `snoozedUntil must be after now, ${now}; got ${JSON.stringify(snoozedUntil)}` }])
}
