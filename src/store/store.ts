import type { Change } from './change.js'
import { Collection } from './collection.js'
import { deepFreeze } from './deep-freeze.js'
import { foldCase } from './fold-case.js'
import { IdMaker } from './ids.js'
import { botIndexes, channelIndexes, contactIndexes, conversationIndexes, deliveryIndexes, userIndexes, webhookIndexes } from './indexes.js'
import type { AssigneeRecord } from './lifecycle.js'
import { Messages } from './messages.js'
import {
  type Bot,
  type Channel,
  type Contact,
  type Conversation,
  completed,
  type Delivery,
  type Message,
  type OrganizationRecord,
  type Timestamp,
  toConversation,
  type User,
  type Webhook,
  type World,
  withChanges,
} from './records.js'
import type { StoreDump, StoreHeader } from './store-dump.js'

interface Parts {
  readonly organization: OrganizationRecord
  readonly ownerId: string
  readonly users: Collection<User, 'order'>
  readonly bots: Collection<Bot, 'order'>
  readonly channels: Collection<Channel, 'order'>
  readonly contacts: Collection<Contact, keyof typeof contactIndexes>
  readonly conversations: Collection<Conversation, keyof typeof conversationIndexes>
  readonly messages: Messages
  readonly webhooks: Collection<Webhook, 'order'>
  readonly deliveries: Collection<Delivery, keyof typeof deliveryIndexes>
  readonly ids: IdMaker
  readonly writes: number
  readonly version: object
}

/**
 * All records of a mock. Every write goes through here, and keeps counts, last messages and indexes consistent. References must exist:
 * operations and `db` check that before they write.
 */
export class Store {
  readonly organization: OrganizationRecord
  readonly users: Parts['users']
  readonly bots: Parts['bots']
  readonly channels: Parts['channels']
  readonly contacts: Parts['contacts']
  readonly conversations: Parts['conversations']
  readonly messages: Parts['messages']
  readonly webhooks: Parts['webhooks']
  readonly deliveries: Parts['deliveries']
  readonly ids: IdMaker
  readonly #ownerId: string
  /** Number of writes so far. */
  #writes: number
  #version: object
  #onChange: ((change: Change) => void) | undefined

  private constructor(parts: Parts) {
    this.organization = parts.organization
    this.users = parts.users
    this.bots = parts.bots
    this.channels = parts.channels
    this.contacts = parts.contacts
    this.conversations = parts.conversations
    this.messages = parts.messages
    this.webhooks = parts.webhooks
    this.deliveries = parts.deliveries
    this.ids = parts.ids
    this.#ownerId = parts.ownerId
    this.#writes = parts.writes
    this.#version = parts.version
  }

  /** A store with the records of a world, which it freezes. @param world - a valid one, see `parseWorld` */
  static of(world: World, seed: number): Store {
    let writes = 0
    const stored = <T>(record: T): T & { readonly order: number } => ({ ...record, order: ++writes })
    const contacts = world.contacts.map(stored)
    const messages = Messages.of(world.messages.map(deepFreeze))
    const users = world.users.map(stored)
    const userIds = new Set(users.map(({ id }) => id))
    const conversations = world.conversations.map((record) => {
      const agentIds = record.agentIds ?? (record.assigneeId !== undefined && userIds.has(record.assigneeId) ? [record.assigneeId] : [])
      return toConversation({ ...record, agentIds }, messages.of(record.id).facts, ++writes)
    })
    const others = {
      bots: world.bots.map(stored),
      channels: world.channels.map(stored),
      webhooks: (world.webhooks ?? []).map(stored),
      deliveries: (world.deliveries ?? []).map(stored),
    }
    const header = { organization: world.organization, ownerId: users[0]?.id ?? '', ids: { seed, made: {} }, written: writes }
    return Store.#withRecords({ ...header, ...others, contacts, users, conversations }, messages)
  }

  /** A store as it was dumped; freezes the records. */
  static from(dump: StoreDump): Store {
    return Store.#withRecords({ ...dump, conversations: dump.conversations.map(completed) }, Messages.of(dump.messages.map(deepFreeze)))
  }

  static #withRecords(dump: Omit<StoreDump, 'messages'>, messages: Messages): Store {
    for (const conversation of dump.conversations) freezeValues(conversation)
    for (const { metadata } of dump.contacts) deepFreeze(metadata)
    return new Store({
      organization: dump.organization,
      ownerId: dump.ownerId,
      users: new Collection(userIndexes, dump.users.map(deepFreeze)),
      bots: new Collection(botIndexes, dump.bots.map(deepFreeze)),
      channels: new Collection(channelIndexes, dump.channels.map(deepFreeze)),
      contacts: new Collection(contactIndexes, dump.contacts),
      conversations: new Collection(conversationIndexes, dump.conversations),
      messages,
      webhooks: new Collection(webhookIndexes, dump.webhooks.map(deepFreeze)),
      deliveries: new Collection(deliveryIndexes, dump.deliveries.map(deepFreeze)),
      ids: IdMaker.from(dump.ids),
      writes: dump.written,
      version: {},
    })
  }

  /** Returns an independent copy (copy-on-write); the number of records does not matter, that of the writes since the first fork does. */
  fork(): Store {
    return new Store({
      organization: this.organization,
      ownerId: this.#ownerId,
      users: this.users.fork(),
      bots: this.bots.fork(),
      channels: this.channels.fork(),
      contacts: this.contacts.fork(),
      conversations: this.conversations.fork(),
      messages: this.messages.fork(),
      webhooks: this.webhooks.fork(),
      deliveries: this.deliveries.fork(),
      ids: this.ids.fork(),
      writes: this.#writes,
      version: this.#version,
    })
  }

  /** Everything but the records. */
  header(): StoreHeader {
    return { organization: this.organization, ownerId: this.#ownerId, ids: this.ids.counters(), written: this.#writes }
  }

  /** Identity of the content: another object after each write, shared by forks until one of them is written to. */
  get version(): object {
    return this.#version
  }

  /** The user behind every API key: the first of the world. */
  get owner(): User {
    const owner = this.users.get(this.#ownerId)
    if (owner === undefined) throw new Error('a store has at least one user')
    return owner
  }

  /** The user or bot with an id, which they share as assignees. */
  assignee(id: string): AssigneeRecord | undefined {
    const user = this.users.get(id)
    if (user !== undefined) return { type: 'user', record: user }
    const bot = this.bots.get(id)
    return bot === undefined ? undefined : { type: 'bot', record: bot }
  }

  /** Number of the next write, for `order` and `revision`. */
  nextWrite(): number {
    return ++this.#writes
  }

  /** Calls back for each write from now on, after the listeners before; forks do not. */
  onChange(listener: (change: Change) => void): void {
    const before = this.#onChange
    this.#onChange = (change) => {
      before?.(change)
      listener(change)
    }
  }

  putUser(user: User): void {
    this.users.put(deepFreeze(user))
    this.#changed({ kind: 'users', record: user })
  }

  putBot(bot: Bot): void {
    this.bots.put(deepFreeze(bot))
    this.#changed({ kind: 'bots', record: bot })
  }

  putChannel(channel: Channel): void {
    this.channels.put(deepFreeze(channel))
    this.#changed({ kind: 'channels', record: channel })
  }

  putContact(contact: Contact): void {
    deepFreeze(contact.metadata)
    this.contacts.put(contact)
    this.#changed({ kind: 'contacts', record: contact })
  }

  /** Writes a conversation as the newest revision of all; returns it. */
  putConversation(conversation: Conversation): Conversation {
    const newest = withChanges(conversation, { revision: this.nextWrite() })
    freezeValues(newest)
    this.conversations.put(newest)
    this.#changed({ kind: 'conversations', record: newest })
    return newest
  }

  /** Writes a message, and updates its conversation: counts, first and last message, and `updatedAt` where the message is later. */
  putMessage(message: Message): Conversation {
    const conversation = this.conversations.get(message.conversationId)
    if (conversation === undefined) throw new Error(`no conversation ${message.conversationId} for message ${message.id}`)
    const { facts } = this.messages.put(deepFreeze(message))
    this.#changed({ kind: 'messages', record: message })
    return this.putConversation(withChanges(conversation, { ...facts, updatedAt: later(message.timestamp, conversation.updatedAt) }))
  }

  putWebhook(webhook: Webhook): Webhook {
    this.webhooks.put(deepFreeze(webhook))
    this.#changed({ kind: 'webhooks', record: webhook })
    return webhook
  }

  /** Deletes a webhook and its deliveries. */
  deleteWebhook(id: string): void {
    for (const delivery of [...this.deliveries.group('webhook', id)]) this.deleteDelivery(delivery.id)
    this.webhooks.delete(id)
    this.#changed({ kind: 'webhooks', removed: id })
  }

  putDelivery(delivery: Delivery): Delivery {
    this.deliveries.put(deepFreeze(delivery))
    this.#changed({ kind: 'deliveries', record: delivery })
    return delivery
  }

  deleteDelivery(id: string): void {
    this.deliveries.delete(id)
    this.#changed({ kind: 'deliveries', removed: id })
  }

  /** The conversation of a contact on a channel that is not closed, if there is one. */
  activeConversation(contactId: string, channelId: string): Conversation | undefined {
    return this.conversations
      .group('contactId', contactId)
      .find((conversation) => conversation.channelId === channelId && conversation.status !== 'closed')
  }

  /** Tells whether the contact's name or a message of a conversation contains a text. @param text - by `foldCase` */
  matchesText({ id, contactId }: Conversation, text: string): boolean {
    return this.messages.of(id).matchesText(text) || foldCase(this.contacts.get(contactId)?.name ?? '').includes(text)
  }

  /** The snoozed conversation whose snooze ends first. */
  nextSnoozed(): Conversation | undefined {
    return this.conversations.sorted('snoozedUntil')[0]
  }

  #changed(change: Change): void {
    this.#version = {}
    this.#onChange?.(change)
  }
}

/** Freezes the values of a conversation, and not the record: frozen objects are slow to copy, and each write copies it. `db` freezes the rest. */
function freezeValues({ agentIds, metadata, tags }: Conversation): void {
  deepFreeze(agentIds)
  deepFreeze(metadata)
  deepFreeze(tags)
}

function later(a: Timestamp, b: Timestamp): Timestamp {
  return a > b ? a : b
}
