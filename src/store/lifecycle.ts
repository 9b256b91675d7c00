import { type Bot, type Conversation, type ConversationStatus, type Resolution, type Timestamp, type User, withChanges } from './records.js'

/** When and by whom; a snooze that ends has nobody. */
export interface ActionStamp {
  readonly at: Timestamp
  readonly byId: string | undefined
}

export interface Closure {
  readonly resolution?: Resolution | undefined
  readonly reason?: string | undefined
  readonly notes?: string | undefined
}

/** Whom a conversation is given to. */
export type AssigneeRecord = { readonly type: 'user'; readonly record: User } | { readonly type: 'bot'; readonly record: Bot }

/** A closed conversation is not snoozed any more. */
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

/** What was said of the closure is gone with it. */
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

/** A transfer assigns too: whoever reads `assignedAt` learns since when the assignee of now has the conversation. */
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

/** A user takes over from a bot; a bot becomes the conversation's bot. */
function giveTo(conversation: Conversation, { type, record }: AssigneeRecord): Conversation {
  const { agentIds } = conversation
  if (type === 'bot') return withChanges(conversation, { assigneeId: record.id, botId: record.id, botActive: true })
  return withChanges(conversation, {
    assigneeId: record.id,
    botActive: conversation.botId === undefined ? undefined : false,
    agentIds: agentIds.includes(record.id) ? agentIds : [...agentIds, record.id],
  })
}
