import { quoted } from './quoted.js'
import type { ConversationRecord, DeliveryRecord, MessageRecord } from './records.js'
import type { Problem } from './violations.js'

interface Ids {
  has(id: string): boolean
}

/** Ids that records may refer to. */
export interface Known {
  readonly users: Ids
  readonly bots: Ids
  readonly channels: Ids
  readonly contacts: Ids
  readonly conversations: Ids
}

const OF_A_CLOSURE = ['closedAt', 'closedById', 'resolution', 'closureReason', 'closureNotes'] as const
const USER_FIELDS = ['closedById', 'reopenedById', 'assignedById', 'transferredById'] as const

/** Problems of a conversation that its schema cannot express: references to missing records, and fields that contradict each other. */
export function conversationProblems(record: ConversationRecord, known: Known): Problem[] {
  const problems: Problem[] = []
  const refer = (field: string, id: string | undefined, what: string, ...ids: Ids[]): void => {
    if (id !== undefined && !ids.some((some) => some.has(id))) problems.push(problem(field, id, `names no ${what}`))
  }
  refer('channelId', record.channelId, 'channel', known.channels)
  refer('contactId', record.contactId, 'contact', known.contacts)
  refer('assigneeId', record.assigneeId, 'user or bot', known.users, known.bots)
  refer('botId', record.botId, 'bot', known.bots)
  for (const [i, id] of (record.agentIds ?? []).entries()) refer(`agentIds[${i}]`, id, 'user', known.users)
  for (const field of USER_FIELDS) refer(field, record[field], 'user', known.users)

  const { status, snoozedUntil, botActive, botId } = record
  for (const field of OF_A_CLOSURE) {
    if (status !== 'closed' && record[field] !== undefined) problems.push(problem(field, record[field], 'goes with status closed only'))
  }
  if (status === 'closed' && record.closedAt === undefined) problems.push(problem('closedAt', undefined, 'is required with status closed'))
  if (status === 'closed' && record.closedById === undefined)
    problems.push(problem('closedById', undefined, 'is required with status closed'))
  if (status === 'snoozed' && snoozedUntil === undefined)
    problems.push(problem('snoozedUntil', undefined, 'is required with status snoozed'))
  if (status !== 'snoozed' && snoozedUntil !== undefined)
    problems.push(problem('snoozedUntil', snoozedUntil, 'goes with status snoozed only'))
  if (botActive !== undefined && botId === undefined) problems.push(problem('botActive', botActive, 'goes with botId only'))
  return problems
}

/** Problems of a message that its schema cannot express. */
export function messageProblems({ conversationId, senderId, direction }: MessageRecord, known: Known): Problem[] {
  const problems: Problem[] = []
  if (!known.conversations.has(conversationId)) problems.push(problem('conversationId', conversationId, 'names no conversation'))
  if (senderId !== undefined && direction === 'inbound') {
    problems.push(problem('senderId', senderId, 'goes with outbound messages only: the contact sends the inbound ones'))
  } else if (senderId !== undefined && !known.users.has(senderId) && !known.bots.has(senderId)) {
    problems.push(problem('senderId', senderId, 'names no user or bot'))
  }
  return problems
}

/** Problems of a delivery that its schema cannot express. */
export function deliveryProblems({ webhookId, status, dueAt }: DeliveryRecord, webhooks: Ids): Problem[] {
  const problems: Problem[] = []
  if (!webhooks.has(webhookId)) problems.push(problem('webhookId', webhookId, 'names no webhook'))
  if (dueAt !== undefined && status !== 'pending') problems.push(problem('dueAt', dueAt, 'goes with status pending only'))
  return problems
}

export function problem(field: string, value: unknown, rule: string): Problem {
  return { field, message: value === undefined ? `${field} ${rule}` : `${field} ${rule}; got ${quoted(value)}` }
}
