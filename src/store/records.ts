import type { components as Api } from '../generated/openapi.js'
import type { components as Files } from '../generated/world.js'
import type { Timestamp } from '../time/timestamp.js'
import { present } from './present.js'

type Schemas = Files['schemas']

/** Content of a world file, described by `spec/world.yaml`. */
export type World = Schemas['World']
export type OrganizationRecord = Schemas['OrganizationRecord']
export type UserRecord = Schemas['UserRecord']
export type BotRecord = Schemas['BotRecord']
export type ChannelRecord = Schemas['ChannelRecord']
export type ContactRecord = Schemas['ContactRecord']
export type ConversationRecord = Schemas['ConversationRecord']
export type MessageRecord = Schemas['MessageRecord']
export type WebhookRecord = Schemas['WebhookRecord']
export type DeliveryRecord = Schemas['DeliveryRecord']

export type ConversationStatus = Api['schemas']['ConversationStatus']
export type Priority = Api['schemas']['Priority']
export type Resolution = Api['schemas']['Resolution']
export type ChannelType = Api['schemas']['ChannelType']
export type AssigneeType = Api['schemas']['AssigneeType']
export type MessageContent = Api['schemas']['MessageContent']
export type Metadata = Api['schemas']['Metadata']
export type { Timestamp }

/** Fields that the store adds to a record. */
interface Stored {
  /** Creation order; never changes. */
  readonly order: number
}

export interface User extends UserRecord, Stored {}
export interface Bot extends BotRecord, Stored {}
export interface Channel extends ChannelRecord, Stored {}
export interface Contact extends ContactRecord, Stored {}
export interface Webhook extends WebhookRecord, Stored {}
export interface Delivery extends DeliveryRecord, Stored {}

/** Counts and timestamps that follow from a conversation's messages. */
export interface MessageFacts {
  readonly messageCount: number
  /** Number of inbound messages that are not `read`. */
  readonly unreadCount: number
  readonly firstMessageAt?: Timestamp | undefined
  readonly lastMessageAt?: Timestamp | undefined
  readonly lastMessageId?: string | undefined
}

/** All properties of a type are present; missing values are `undefined`. */
type Complete<T> = { readonly [K in keyof T]-?: object extends Pick<T, K> ? Required<T>[K] | undefined : T[K] }

/** A conversation in the store. Immutable: a write replaces it. */
export interface Conversation extends Complete<Omit<ConversationRecord, 'agentIds' | 'metadata' | 'tags'> & MessageFacts>, Stored {
  readonly agentIds: readonly string[]
  readonly metadata: Metadata
  readonly tags: readonly string[]
  /** Grows with every write: of two conversations with the same timestamp, the one with the greater revision was written later. */
  readonly revision: number
}

/** A message in the store. */
export type Message = MessageRecord

/** Any record. */
export interface Identified {
  readonly id: string
}

/** A conversation record whose optional properties may be `undefined`. */
type GivenConversation = { readonly [K in keyof ConversationRecord]: ConversationRecord[K] | Absent<ConversationRecord, K> }
type Absent<T, K extends keyof T> = object extends Pick<T, K> ? undefined : never

/** A conversation record as the store holds it. */
export function toConversation(record: GivenConversation, facts: MessageFacts, order: number): Conversation {
  return {
    id: record.id,
    status: record.status,
    channelId: record.channelId,
    contactId: record.contactId,
    assigneeId: record.assigneeId,
    botId: record.botId,
    botActive: record.botId === undefined ? undefined : (record.botActive ?? true),
    agentIds: record.agentIds ?? [],
    priority: record.priority,
    metadata: record.metadata ?? {},
    tags: record.tags ?? [],
    snoozedUntil: record.snoozedUntil,
    closedAt: record.closedAt,
    closedById: record.closedById,
    resolution: record.resolution,
    closureReason: record.closureReason,
    closureNotes: record.closureNotes,
    reopenedAt: record.reopenedAt,
    reopenedById: record.reopenedById,
    assignedAt: record.assignedAt,
    assignedById: record.assignedById,
    assignmentNote: record.assignmentNote,
    transferredAt: record.transferredAt,
    transferredById: record.transferredById,
    transferReason: record.transferReason,
    transferSummary: record.transferSummary,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    messageCount: facts.messageCount,
    unreadCount: facts.unreadCount,
    firstMessageAt: facts.firstMessageAt,
    lastMessageAt: facts.lastMessageAt,
    lastMessageId: facts.lastMessageId,
    order,
    revision: order,
  }
}

/**
 * A conversation with other values of some properties. They are written out, for V8 gives every copy by `...` of what was itself copied so
 * a shape of its own, which is slow to make, and makes whatever reads it slow (docs/decisions/0016-one-shape.md).
 */
export function withChanges(conversation: Conversation, changes: Partial<Conversation>): Conversation {
  const copy: Conversation = {
    id: conversation.id,
    status: conversation.status,
    channelId: conversation.channelId,
    contactId: conversation.contactId,
    assigneeId: conversation.assigneeId,
    botId: conversation.botId,
    botActive: conversation.botActive,
    agentIds: conversation.agentIds,
    priority: conversation.priority,
    metadata: conversation.metadata,
    tags: conversation.tags,
    snoozedUntil: conversation.snoozedUntil,
    closedAt: conversation.closedAt,
    closedById: conversation.closedById,
    resolution: conversation.resolution,
    closureReason: conversation.closureReason,
    closureNotes: conversation.closureNotes,
    reopenedAt: conversation.reopenedAt,
    reopenedById: conversation.reopenedById,
    assignedAt: conversation.assignedAt,
    assignedById: conversation.assignedById,
    assignmentNote: conversation.assignmentNote,
    transferredAt: conversation.transferredAt,
    transferredById: conversation.transferredById,
    transferReason: conversation.transferReason,
    transferSummary: conversation.transferSummary,
    createdAt: conversation.createdAt,
    updatedAt: conversation.updatedAt,
    messageCount: conversation.messageCount,
    unreadCount: conversation.unreadCount,
    firstMessageAt: conversation.firstMessageAt,
    lastMessageAt: conversation.lastMessageAt,
    lastMessageId: conversation.lastMessageId,
    order: conversation.order,
    revision: conversation.revision,
  }
  return Object.assign(copy, changes)
}

/** A conversation from JSON, which leaves out `undefined`, with all properties. */
export function completed(conversation: Conversation): Conversation {
  return withChanges(toConversation(conversationRecord(conversation), conversation, conversation.order), {
    revision: conversation.revision,
  })
}

/** A conversation as a world file holds it: without derived fields. */
export function conversationRecord(conversation: Conversation): ConversationRecord {
  const { messageCount, unreadCount, firstMessageAt, lastMessageAt, lastMessageId, order, revision, ...record } = conversation
  return present(record)
}
