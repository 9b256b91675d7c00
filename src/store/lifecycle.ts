import { type Bot, type Conversation, type ConversationStatus, type Resolution, type Timestamp, type User, withChanges } from './records.js'

/** Time and user of an action; the end of a snooze has no user. */
export interface ActionStamp {
  readonly at: Timestamp
  readonly byId: string | undefined
}

export interface Closure {
  readonly resolution?: Resolution | undefined
  readonly reason?: string | undefined
  readonly notes?: string | undefined
}

/** New assignee of a conversation. */
export type AssigneeRecord = { readonly type: 'user'; readonly record: User } | { readonly type: 'bot'; readonly record: Bot }

/** Closes a conversation, which ends its snooze. */
export function close(conversation: Conversation, { at, byId }: ActionStamp, closure: Closure = {}): Conversation {
  return withChanges(conversation, {
    status: 'closed',
    snoozedUntil: undefined,
    closedAt: at,
    closedById: byId,
    resolution: closure.resolution,
    closureReason: closure.reason,
    closureNotes: closure.notes,
    updatedAt: at,
  })
}

/** Reopens a conversation, and removes everything about its closure. */
export function reopen(conversation: Conversation, { at, byId }: ActionStamp, status: ConversationStatus = 'open'): Conversation {
  return withChanges(conversation, {
    status,
    snoozedUntil: undefined,
    closedAt: undefined,
    closedById: undefined,
    resolution: undefined,
    closureReason: undefined,
    closureNotes: undefined,
    reopenedAt: at,
    reopenedById: byId,
    updatedAt: at,
  })
}

export function assign(conversation: Conversation, { at, byId }: ActionStamp, assignee: AssigneeRecord, note?: string): Conversation {
  return withChanges(giveTo(conversation, assignee), {
    assignedAt: at,
    assignedById: byId,
    assignmentNote: note,
    updatedAt: at,
  })
}

/** Transfers a conversation, which sets the fields of an assignment too. */
export function transfer(
  conversation: Conversation,
  stamp: ActionStamp,
  assignee: AssigneeRecord,
  { reason, summary }: { readonly reason?: string | undefined; readonly summary?: string | undefined },
): Conversation {
  return withChanges(assign(conversation, stamp, assignee), {
    transferredAt: stamp.at,
    transferredById: stamp.byId,
    transferReason: reason,
    transferSummary: summary,
  })
}

/** Gives a conversation to an assignee: a user takes over from a bot; a bot becomes the conversation's bot. */
function giveTo(conversation: Conversation, { type, record }: AssigneeRecord): Conversation {
  const { agentIds } = conversation
  if (type === 'bot') return withChanges(conversation, { assigneeId: record.id, botId: record.id, botActive: true })
  return withChanges(conversation, {
    assigneeId: record.id,
    botActive: conversation.botId === undefined ? undefined : false,
    agentIds: agentIds.includes(record.id) ? agentIds : [...agentIds, record.id],
  })
}
