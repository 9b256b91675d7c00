import type { components } from '../generated/openapi.js'
import { inJson } from '../store/present.js'
import type { Conversation, Message } from '../store/records.js'
import type { Store } from '../store/store.js'
import { lastMessage, relatedMessage } from './message.js'
import { actorSummary, assigneeSummary, botSummary, channelSummary, contactDetails, contactSummary, userSummary } from './summaries.js'

type Schemas = components['schemas']

/** A conversation as the guide's "Get Conversation" shows it, with messages where they are given. */
export function conversationResource(store: Store, conversation: Conversation, messages?: readonly Message[]): Schemas['Conversation'] {
  const resource: Schemas['Conversation'] = {
    id: conversation.id,
    type: 'conversation',
    attributes: inJson({
      status: conversation.status,
      priority: conversation.priority,
      channel: channelSummary(store, conversation),
      contact: contactDetails(store, conversation),
      assignee: assigneeSummary(store, conversation),
      bot: botSummary(store, conversation),
      unreadCount: conversation.unreadCount,
      messageCount: conversation.messageCount,
      firstMessageAt: conversation.firstMessageAt,
      lastMessageAt: conversation.lastMessageAt,
      metadata: conversation.metadata,
      tags: conversation.tags,
      snoozedUntil: conversation.snoozedUntil,
      closedAt: conversation.closedAt,
      closedBy: userSummary(store, conversation.closedById),
      resolution: conversation.resolution,
      closureReason: conversation.closureReason,
      reopenedAt: conversation.reopenedAt,
      reopenedBy: userSummary(store, conversation.reopenedById),
      assignedAt: conversation.assignedAt,
      assignedBy: userSummary(store, conversation.assignedById),
      createdAt: conversation.createdAt,
      updatedAt: conversation.updatedAt,
    }),
  }
  return messages === undefined ? resource : { ...resource, relationships: { messages: messages.map(relatedMessage) } }
}

/** A conversation as the guide's "List Conversations" shows it. */
export function conversationListItem(store: Store, conversation: Conversation): Schemas['ConversationListItem'] {
  return {
    id: conversation.id,
    type: 'conversation',
    attributes: inJson({
      status: conversation.status,
      channel: channelSummary(store, conversation),
      contact: contactSummary(store, conversation),
      assignee: assigneeSummary(store, conversation),
      lastMessage: lastMessage(store, conversation),
      unreadCount: conversation.unreadCount,
      messageCount: conversation.messageCount,
      metadata: conversation.metadata,
      createdAt: conversation.createdAt,
      updatedAt: conversation.updatedAt,
    }),
  }
}

/** A conversation as the response to PATCH shows it. */
export function conversationUpdate(conversation: Conversation): Schemas['ConversationUpdate'] {
  const { id, status, priority, metadata, tags, updatedAt } = conversation
  return { id, type: 'conversation', attributes: inJson({ status, priority, metadata, tags, updatedAt }) }
}

/** A conversation as the response to close shows it. */
export function conversationClosure(store: Store, conversation: Conversation): Schemas['ConversationClosure'] {
  const { id, closedAt = conversation.updatedAt, closedById, resolution, closureReason } = conversation
  const closedBy = actorSummary(store, closedById)
  return { id, type: 'conversation', attributes: inJson({ status: 'closed', closedAt, closedBy, resolution, closureReason }) }
}

/** A conversation as the response to reopen shows it. */
export function conversationReopening(store: Store, conversation: Conversation): Schemas['ConversationReopening'] {
  const { id, status, reopenedAt, reopenedById } = conversation
  const reopenedBy = userSummary(store, reopenedById)
  return { id, type: 'conversation', attributes: inJson({ status, reopenedAt, reopenedBy }) }
}

/** A conversation as the response to assign shows it. */
export function conversationAssignment(store: Store, conversation: Conversation): Schemas['ConversationAssignment'] {
  const { assignedAt = conversation.updatedAt, assignedById } = conversation
  const assignee = assigneeOf(store, conversation)
  const assignedBy = actorSummary(store, assignedById)
  return { id: conversation.id, type: 'conversation', attributes: { assignee, assignedAt, assignedBy } }
}

/** A conversation as the response to transfer shows it. */
export function conversationTransfer(store: Store, conversation: Conversation): Schemas['ConversationTransfer'] {
  const { id, transferredAt = conversation.updatedAt, transferredById, transferReason, transferSummary } = conversation
  const assignee = assigneeOf(store, conversation)
  const transferredBy = actorSummary(store, transferredById)
  return {
    id,
    type: 'conversation',
    attributes: inJson({ assignee, transferredAt, transferredBy, transferReason, transferSummary }),
  }
}

function assigneeOf(store: Store, conversation: Conversation): Schemas['Assignee'] {
  const assignee = assigneeSummary(store, conversation)
  if (assignee === undefined) throw new Error(`${conversation.id} is assigned to nobody`)
  return assignee
}
