import type { components } from '../generated/openapi.js'
import { inJson } from '../store/present.js'
import type { Contact, Conversation } from '../store/records.js'
import type { Store } from '../store/store.js'

type Schemas = components['schemas']

/** Parts of a conversation's JSON that stand for other records: its channel, contact, assignee, bot, and the users who acted on it. */

export function channelSummary(store: Store, { channelId }: Conversation): Schemas['ChannelSummary'] {
  const { id, type, name } = found(store.channels.get(channelId), channelId)
  return { id, type, name }
}

/** The contact as the list of conversations shows it. */
export function contactSummary(store: Store, conversation: Conversation): Schemas['ContactSummary'] {
  const { id, name, phone, avatar } = contactOf(store, conversation)
  return inJson({ id, name, phone, avatar })
}

/** The contact as a single conversation shows it. */
export function contactDetails(store: Store, conversation: Conversation): Schemas['ContactDetails'] {
  const { id, name, phone, email, avatar, metadata } = contactOf(store, conversation)
  return inJson({ id, name, phone, email, avatar, metadata })
}

export function assigneeSummary(store: Store, { assigneeId }: Conversation): Schemas['Assignee'] | undefined {
  if (assigneeId === undefined) return undefined
  const { type, record } = found(store.assignee(assigneeId), assigneeId)
  return { id: record.id, type, name: record.name }
}

export function botSummary(store: Store, { botId, botActive }: Conversation): Schemas['BotSummary'] | undefined {
  if (botId === undefined) return undefined
  const { id, name } = found(store.bots.get(botId), botId)
  return { id, name, active: botActive ?? true }
}

/** The user who acted; `undefined` for an action without a user, such as the end of a snooze. */
export function userSummary(store: Store, id: string | undefined): Schemas['UserSummary'] | undefined {
  return id === undefined ? undefined : actorSummary(store, id)
}

/** The user who acted, where there always is one. */
export function actorSummary(store: Store, userId: string | undefined): Schemas['UserSummary'] {
  const { id, name } = found(store.users.get(userId ?? ''), userId ?? 'whoever did it')
  return { id, name }
}

export function contactOf(store: Store, { contactId }: Conversation): Contact {
  return found(store.contacts.get(contactId), contactId)
}

/** Returns a referenced record; worlds, operations and `db` make sure that references exist. */
function found<T>(record: T | undefined, id: string): T {
  if (record === undefined) throw new Error(`${id} is referred to but does not exist`)
  return record
}
