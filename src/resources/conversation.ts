import type { components } from '../generated/openapi.js'
import { inJson } from '../state/present.js'
import type { Conversation, Message } from '../state/records.js'
import type { State } from '../state/state.js'
import { lastMessage, relatedMessage } from './message.js'
import { actorSummary, assigneeSummary, botSummary, channelSummary, contactDetails, contactSummary, userSummary } from './summaries.js'

type Schemas = components['schemas']

/** A conversation as the guide's "Get Conversation" shows it, with the messages asked for. */
export function conversationResource(state: State, conversation: Conversation, messages?: readonly Message[]): Schemas['Conversation'] {
  if (messages !== undefined) return newResource(state, conversation, messages)
  if (latest?.conversation === conversation && latest.version === state.version) return latest.resource
  const resource = newResource(state, conversation)
  latest = { conversation, version: state.version, resource }
  return resource
}

/** The latest one that was shown: that of an event, which the answer to the request shows again. */
let latest: { readonly conversation: Conversation; readonly version: number; readonly resource: Schemas['Conversation'] } | undefined

function newResource(state: State, conversation: Conversation, messages?: readonly Message[]): Schemas['Conversation'] {
  const resource: Schemas['Conversation'] = {
    id: conversation.id,
    type: 'conversation',
    attributes: inJson({
      status: conversation.status,
      priority: conversation.priority,
      channel: channelSummary(state, conversation),
      contact: contactDetails(state, conversation),
      assignee: assigneeSummary(state, conversation),
      bot: botSummary(state, conversation),
      unreadCount: conversation.unreadCount,
      messageCount: conversation.messageCount,
      firstMessageAt: conversation.firstMessageAt,
      lastMessageAt: conversation.lastMessageAt,
      metadata: conversation.metadata,
      tags: conversation.tags,
      snoozedUntil: conversation.snoozedUntil,
      closedAt: conversation.closedAt,
      closedBy: userSummary(state, conversation.closedById),
      resolution: conversation.resolution,
      closureReason: conversation.closureReason,
      reopenedAt: conversation.reopenedAt,
      reopenedBy: userSummary(state, conversation.reopenedById),
      assignedAt: conversation.assignedAt,
      assignedBy: userSummary(state, conversation.assignedById),
      createdAt: conversation.createdAt,
      updatedAt: conversation.updatedAt,
    }),
  }
  return messages === undefined ? resource : { ...resource, relationships: { messages: messages.map(relatedMessage) } }
}

/** A conversation as the guide's "List Conversations" shows it: made once, for as long as the records that it shows are the same ones. */
export function conversationListItem(state: State, conversation: Conversation): Schemas['ConversationListItem'] {
  const shown = listItems.get(conversation)
  if (shown?.version === state.referredVersion) return shown.item
  const parts = [
    state.channels.get(conversation.channelId),
    state.contacts.get(conversation.contactId),
    conversation.assigneeId === undefined ? undefined : state.assignee(conversation.assigneeId)?.record,
    conversation.lastMessageId === undefined ? undefined : state.messages.get(conversation.lastMessageId),
  ]
  const item = shown?.parts.every((part, i) => part === parts[i]) ? shown.item : newListItem(state, conversation)
  listItems.set(conversation, { version: state.referredVersion, parts, item })
  return item
}

interface ShownItem {
  /** Of what conversations refer to; as long as that is the same, so are the records that it shows. */
  readonly version: number
  /** The records that it shows besides the conversation. */
  readonly parts: readonly unknown[]
  readonly item: Schemas['ConversationListItem']
}

const listItems = new WeakMap<Conversation, ShownItem>()

function newListItem(state: State, conversation: Conversation): Schemas['ConversationListItem'] {
  return {
    id: conversation.id,
    type: 'conversation',
    attributes: inJson({
      status: conversation.status,
      channel: channelSummary(state, conversation),
      contact: contactSummary(state, conversation),
      assignee: assigneeSummary(state, conversation),
      lastMessage: lastMessage(state, conversation),
      unreadCount: conversation.unreadCount,
      messageCount: conversation.messageCount,
      metadata: conversation.metadata,
      createdAt: conversation.createdAt,
      updatedAt: conversation.updatedAt,
    }),
  }
}

/** What PATCH answers. */
export function conversationUpdate(conversation: Conversation): Schemas['ConversationUpdate'] {
  const { id, status, priority, metadata, tags, updatedAt } = conversation
  return { id, type: 'conversation', attributes: inJson({ status, priority, metadata, tags, updatedAt }) }
}

/** What close answers. */
export function conversationClosure(state: State, conversation: Conversation): Schemas['ConversationClosure'] {
  const { id, closedAt = conversation.updatedAt, closedById, resolution, closureReason } = conversation
  const closedBy = actorSummary(state, closedById)
  return { id, type: 'conversation', attributes: inJson({ status: 'closed', closedAt, closedBy, resolution, closureReason }) }
}

/** What reopen answers. */
export function conversationReopening(state: State, conversation: Conversation): Schemas['ConversationReopening'] {
  const { id, status, reopenedAt, reopenedById } = conversation
  const reopenedBy = userSummary(state, reopenedById)
  return { id, type: 'conversation', attributes: inJson({ status, reopenedAt, reopenedBy }) }
}

/** What assign answers. */
export function conversationAssignment(state: State, conversation: Conversation): Schemas['ConversationAssignment'] {
  const { assignedAt = conversation.updatedAt, assignedById } = conversation
  const assignee = assigneeOf(state, conversation)
  const assignedBy = actorSummary(state, assignedById)
  return { id: conversation.id, type: 'conversation', attributes: { assignee, assignedAt, assignedBy } }
}

/** What transfer answers. */
export function conversationTransfer(state: State, conversation: Conversation): Schemas['ConversationTransfer'] {
  const { id, transferredAt = conversation.updatedAt, transferredById, transferReason, transferSummary } = conversation
  const assignee = assigneeOf(state, conversation)
  const transferredBy = actorSummary(state, transferredById)
  return {
    id,
    type: 'conversation',
    attributes: inJson({ assignee, transferredAt, transferredBy, transferReason, transferSummary }),
  }
}

function assigneeOf(state: State, conversation: Conversation): Schemas['Assignee'] {
  const assignee = assigneeSummary(state, conversation)
  if (assignee === undefined) throw new Error(`${conversation.id} is assigned to nobody`)
  return assignee
}
