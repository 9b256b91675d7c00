import type { Change } from './change.js'
import type { Found } from './found.js'
import { frozen } from './frozen.js'
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
import { Table } from './table.js'
import { Tally } from './tally.js'
import { type SearchText, TextIndex } from './text-index.js'
import { Texts } from './texts.js'
import { BETWEEN } from './thread.js'

interface Parts {
  readonly organization: OrganizationRecord
  readonly ownerId: string
  readonly users: Table<User, 'order'>
  readonly bots: Table<Bot, 'order'>
  readonly channels: Table<Channel, 'order'>
  readonly contacts: Table<Contact, keyof typeof contactIndexes>
  readonly conversations: Table<Conversation, keyof typeof conversationIndexes>
  readonly messages: Messages
  readonly webhooks: Table<Webhook, keyof typeof webhookIndexes>
  readonly deliveries: Table<Delivery, keyof typeof deliveryIndexes>
  readonly tally: Tally
  readonly texts: Texts
  readonly ids: IdMaker
  readonly written: number
  readonly version: number
  readonly referredVersion: number
  readonly webhookVersion: number
}

let versions = 0
const OF_WEBHOOKS: ReadonlySet<Change['kind']> = new Set(['webhooks', 'deliveries'])
const REFERRED: ReadonlySet<Change['kind']> = new Set(['contacts', 'channels', 'users', 'bots'])

/**
 * All records with their indexes. Every write goes through here, and leaves counts, last messages and indexes agreeing with each
 * other. What a write refers to must exist: that is checked before, by operations and by `db`.
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
  /** How many conversations there are of what. */
  readonly tally: Tally
  readonly ids: IdMaker
  readonly #ownerId: string
  readonly #texts: Texts
  #written: number
  #version: number
  #referredVersion: number
  #webhookVersion: number
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
    this.tally = parts.tally
    this.#texts = parts.texts
    this.ids = parts.ids
    this.#ownerId = parts.ownerId
    this.#written = parts.written
    this.#version = parts.version
    this.#referredVersion = parts.referredVersion
    this.#webhookVersion = parts.webhookVersion
  }

  /** @param world - a sound one, see `parseWorld`; what its records hold is frozen by it */
  static of(world: World, seed: number): Store {
    let written = 0
    const kept = <T>(record: T): T & { readonly order: number } => ({ ...record, order: ++written })
    const contacts = world.contacts.map(kept)
    const messages = Messages.of(world.messages.map(frozen))
    const users = world.users.map(kept)
    const userIds = new Set(users.map(({ id }) => id))
    const conversations = world.conversations.map((record) => {
      const agentIds = record.agentIds ?? (record.assigneeId !== undefined && userIds.has(record.assigneeId) ? [record.assigneeId] : [])
      return toConversation({ ...record, agentIds }, messages.of(record.id).facts, ++written)
    })
    const others = {
      bots: world.bots.map(kept),
      channels: world.channels.map(kept),
      webhooks: (world.webhooks ?? []).map(kept),
      deliveries: (world.deliveries ?? []).map(kept),
    }
    const head = { organization: world.organization, ownerId: users[0]?.id ?? '', ids: { seed, made: {} }, written }
    return Store.#made({ ...head, ...others, contacts, users, conversations }, messages)
  }

  /** A state that goes on where another one was when it was kept; what its records hold is frozen by it. */
  static from(kept: StoreDump): Store {
    return Store.#made({ ...kept, conversations: kept.conversations.map(completed) }, Messages.of(kept.messages.map(frozen)))
  }

  static #made(kept: Omit<StoreDump, 'messages'>, messages: Messages): Store {
    const { conversations } = kept
    for (const conversation of conversations) freezeValues(conversation)
    for (const { metadata } of kept.contacts) frozen(metadata)
    const contacts = Table.of(contactIndexes, kept.contacts)
    return new Store({
      organization: kept.organization,
      ownerId: kept.ownerId,
      users: Table.of(userIndexes, kept.users.map(frozen)),
      bots: Table.of(botIndexes, kept.bots.map(frozen)),
      channels: Table.of(channelIndexes, kept.channels.map(frozen)),
      contacts,
      conversations: Table.of(conversationIndexes, conversations),
      messages,
      webhooks: Table.of(webhookIndexes, kept.webhooks.map(frozen)),
      deliveries: Table.of(deliveryIndexes, kept.deliveries.map(frozen)),
      tally: new Tally(conversations),
      texts: new Texts(new TextIndex(searchTexts(conversations, contacts.fork(), messages.fork())), kept.written),
      ids: IdMaker.from(kept.ids),
      written: kept.written,
      version: ++versions,
      referredVersion: versions,
      webhookVersion: versions,
    })
  }

  /** The same state, to go another way from here: a write to one is not seen by the other. Takes no time (see `OrderedSet`). */
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
      tally: this.tally.fork(),
      texts: this.#texts.fork(),
      ids: this.ids.fork(),
      written: this.#written,
      version: this.#version,
      referredVersion: this.#referredVersion,
      webhookVersion: this.#webhookVersion,
    })
  }

  /** The user behind every API key: the first of the world. */
  get owner(): User {
    const owner = this.users.get(this.#ownerId)
    if (owner === undefined) throw new Error('a state has at least one user')
    return owner
  }

  /** The user or bot with an id: an assignee is either, and they share their ids. */
  assignee(id: string): AssigneeRecord | undefined {
    const user = this.users.get(id)
    if (user !== undefined) return { type: 'user', record: user }
    const bot = this.bots.get(id)
    return bot === undefined ? undefined : { type: 'bot', record: bot }
  }

  /** What there is to know of it besides its records. */
  header(): StoreHeader {
    return { organization: this.organization, ownerId: this.#ownerId, ids: this.ids.counters(), written: this.#written }
  }

  /** The number of the next write; see `Kept.order` and `Conversation.revision`. */
  nextWrite(): number {
    return ++this.#written
  }

  /** Calls back for each write from now on, after whoever asked for that before; a fork has nobody to call. */
  onChange(listener: (change: Change) => void): void {
    const before = this.#onChange
    this.#onChange = (change) => {
      before?.(change)
      listener(change)
    }
  }

  putUser(user: User): void {
    this.users.put(frozen(user))
    this.#changed({ kind: 'users', record: user })
  }

  putBot(bot: Bot): void {
    this.bots.put(frozen(bot))
    this.#changed({ kind: 'bots', record: bot })
  }

  putChannel(channel: Channel): void {
    this.channels.put(frozen(channel))
    this.#changed({ kind: 'channels', record: channel })
  }

  /** A number that no other content of any state of this process has, where webhooks and their deliveries are left out of account. */
  get version(): number {
    return this.#version
  }

  /** The same of what conversations refer to: contacts, channels, users and bots. */
  get referredVersion(): number {
    return this.#referredVersion
  }

  /** The same of webhooks and their deliveries alone. */
  get webhookVersion(): number {
    return this.#webhookVersion
  }

  /** Writes a conversation as the newest of all; returns it as it now stands. */
  putConversation(conversation: Conversation): Conversation {
    const newest = withChanges(conversation, { revision: this.nextWrite() })
    const old = this.conversations.get(newest.id)
    freezeValues(newest)
    if (old !== undefined && old.contactId !== newest.contactId) this.#texts.changed(newest.id)
    this.tally.replace(old, newest)
    this.conversations.put(newest)
    this.#changed({ kind: 'conversations', record: newest })
    return newest
  }

  /** Writes a contact, whose conversations are found by its name from now on. */
  putContact(contact: Contact): void {
    const isNew = !this.contacts.has(contact.id)
    frozen(contact.metadata)
    this.contacts.put(contact)
    this.#changed({ kind: 'contacts', record: contact })
    if (isNew) return // nobody has talked to it yet
    for (const { id } of this.conversationsOf(contact.id)) this.#texts.changed(id)
  }

  /**
   * Writes a message, and what follows from it into its conversation: counts, first and last message, and `updatedAt` where the
   * message is later.
   */
  putMessage(message: Message): Conversation {
    const conversation = this.conversations.get(message.conversationId)
    if (conversation === undefined) throw new Error(`no conversation ${message.conversationId} for message ${message.id}`)
    const { facts } = this.messages.put(frozen(message))
    this.#changed({ kind: 'messages', record: message })
    this.#texts.changed(message.conversationId)
    return this.putConversation(withChanges(conversation, { ...facts, updatedAt: later(message.timestamp, conversation.updatedAt) }))
  }

  putWebhook(webhook: Webhook): Webhook {
    this.webhooks.put(frozen(webhook))
    this.#changed({ kind: 'webhooks', record: webhook })
    return webhook
  }

  /** Takes a webhook out, with its deliveries. */
  deleteWebhook(id: string): void {
    for (const delivery of this.deliveriesOf(id)) this.deleteDelivery(delivery.id)
    this.webhooks.delete(id)
    this.#changed({ kind: 'webhooks', removed: id })
  }

  putDelivery(delivery: Delivery): Delivery {
    this.deliveries.put(frozen(delivery))
    this.#changed({ kind: 'deliveries', record: delivery })
    return delivery
  }

  deleteDelivery(id: string): void {
    this.deliveries.delete(id)
    this.#changed({ kind: 'deliveries', removed: id })
  }

  /** The deliveries of a webhook in the order of an index over them: by default all of them, the oldest first. */
  deliveriesOf(webhookId: string, index: 'webhook' | 'due' | 'finished' = 'webhook'): readonly Delivery[] {
    return this.deliveries.index(index).from(
      (other) => other.webhookId < webhookId,
      (delivery) => delivery.webhookId === webhookId,
    )
  }

  /** The conversation of a contact on a channel that is not closed, if there is one. */
  activeConversation(contactId: string, channelId: string): Conversation | undefined {
    return this.conversationsOf(contactId).find((conversation) => conversation.channelId === channelId && conversation.status !== 'closed')
  }

  /** The conversations of a contact. */
  conversationsOf(contactId: string): readonly Conversation[] {
    return this.conversations.index('contactId').from(
      (other) => other.contactId < contactId,
      (conversation) => conversation.contactId === contactId,
    )
  }

  /** The conversations that have a text in the contact's name or in a message, whatever the case. */
  conversationsWithText(text: string): Found {
    return this.#texts.find(text, {
      sayings: () => searchTexts(this.conversations.values(), this.contacts, this.messages),
      newer: (written) => this.#newer(written),
      written: this.#written,
      size: this.conversations.size,
      says: (id, sought) => this.matchesText(this.conversations.get(id), sought),
    })
  }

  /** The ids of conversations that have come in after that many writes. */
  #newer(written: number): readonly string[] {
    const newer = this.conversations.index('order').from(
      ({ order }) => order <= written,
      () => true,
    )
    return newer.map(({ id }) => id)
  }

  /** Whether a conversation has a text, which is given in lower case, in the contact's name or in a message. */
  matchesText(conversation: Conversation | undefined, text: string): boolean {
    if (conversation === undefined) return false
    return this.messages.of(conversation.id).says(text) || nameOf(this.contacts.get(conversation.contactId)).includes(text)
  }

  /** The snoozed conversation that is to open first, if its time has come. */
  nextDue(now: Timestamp): Conversation | undefined {
    const next = this.#nextSnoozed()
    return next?.snoozedUntil !== undefined && next.snoozedUntil <= now ? next : undefined
  }

  /** When the next snooze ends. */
  nextSnoozeEnd(): Timestamp | undefined {
    return this.#nextSnoozed()?.snoozedUntil
  }

  #changed(change: Change): void {
    versions++
    if (OF_WEBHOOKS.has(change.kind)) this.#webhookVersion = versions
    this.#version = versions
    if (REFERRED.has(change.kind)) this.#referredVersion = versions
    this.#onChange?.(change)
  }

  #nextSnoozed(): Conversation | undefined {
    return this.conversations.index('snoozedUntil').first(() => false)
  }
}

/** What is said in conversations: the name of the contact, and the messages. */
function* searchTexts(conversations: Iterable<Conversation>, contacts: Parts['contacts'], messages: Messages): Generator<SearchText> {
  for (const { id, contactId } of conversations) yield [id, `${nameOf(contacts.get(contactId))}${BETWEEN}${messages.of(id).text}`]
}

/** All of a conversation but itself: it is copied with each write, which is slow of what is frozen, and frozen by who hands it out. */
function freezeValues({ agentIds, metadata, tags }: Conversation): void {
  frozen(agentIds)
  frozen(metadata)
  frozen(tags)
}

function nameOf(contact: Contact | undefined): string {
  return contact?.name?.toLowerCase() ?? ''
}

function later(a: Timestamp, b: Timestamp): Timestamp {
  return a > b ? a : b
}
