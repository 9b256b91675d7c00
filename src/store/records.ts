import type { components as Api } from '../generated/openapi.js'
import type { components as Files } from '../generated/world.js'
import type { Timestamp } from '../time/timestamp.js'
import { present } from './present.js'

type Schemas = Files['schemas']

/** A world file's content: what a fake starts with. Described by `spec/world.yaml`. */
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

/** What the state adds to a record when it takes it in. */
interface Stored {
  /** Grows with every record that comes in, and stays with it: creation order. */
  readonly order: number
}

export interface User extends UserRecord, Stored {}
export interface Bot extends BotRecord, Stored {}
export interface Channel extends ChannelRecord, Stored {}
export interface Contact extends ContactRecord, Stored {}
export interface Webhook extends WebhookRecord, Stored {}
export interface Delivery extends DeliveryRecord, Stored {}

/** Counts and points in time that follow from a conversation's messages. */
export interface MessageFacts {
  readonly messageCount: number
  /** Inbound messages that are not `read`. */
  readonly unreadCount: number
  readonly firstMessageAt?: Timestamp | undefined
  readonly lastMessageAt?: Timestamp | undefined
  readonly lastMessageId?: string | undefined
}

/** Every property there, those without a value as `undefined`: records of one shape are read fast, however they came about. */
type Complete<T> = { readonly [K in keyof T]-?: object extends Pick<T, K> ? Required<T>[K] | undefined : T[K] }

/** A conversation as the state holds it. Never changed: a write puts another one in its place. */
export interface Conversation extends Complete<Omit<ConversationRecord, 'agentIds' | 'metadata' | 'tags'> & MessageFacts>, Stored {
  readonly agentIds: readonly string[]
  readonly metadata: Metadata
  readonly tags: readonly string[]
  /** Grows with every write: of two conversations with the same timestamp, the greater was written later. */
  readonly revision: number
}

/** A message; what the state knows of it besides is its place in a `Thread`. */
export type Message = MessageRecord

/** Any of them: all have an id. */
export interface Identified {
  readonly id: string
}

/** A conversation as it comes in, in which `undefined` may stand for what is left out. */
type GivenConversation = { readonly [K in keyof ConversationRecord]: ConversationRecord[K] | Absent<ConversationRecord, K> }
type Absent<T, K extends keyof T> = object extends Pick<T, K> ? undefined : never

/** A conversation that comes in, as the state holds it: with what was left out. */
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

/** A conversation that JSON has taken the properties without a value from, with all of them again. */
export function completed(conversation: Conversation): Conversation {
  return withChanges(toConversation(conversationRecord(conversation), conversation, conversation.order), {
    revision: conversation.revision,
  })
}

/** A conversation as a world file has it: without what follows from its messages. */
export function conversationRecord(conversation: Conversation): ConversationRecord {
  const { messageCount, unreadCount, firstMessageAt, lastMessageAt, lastMessageId, order, revision, ...record } = conversation
  return present(record)
}
