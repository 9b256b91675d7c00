import type { components } from '../generated/openapi.js'
import { inJson } from '../state/present.js'
import type { Contact, Conversation } from '../state/records.js'
import type { State } from '../state/state.js'

type Schemas = components['schemas']

/** The parts of a conversation's JSON that stand for other records: its channel, contact, assignee, bot, and who acted on it. */

export function channelSummary(state: State, { channelId }: Conversation): Schemas['ChannelSummary'] {
  const { id, type, name } = found(state.channels.get(channelId), channelId)
  return { id, type, name }
}

/** The contact as a list shows it. */
export function contactSummary(state: State, conversation: Conversation): Schemas['ContactSummary'] {
  const { id, name, phone, avatar } = contactOf(state, conversation)
  return inJson({ id, name, phone, avatar })
}

/** The contact as a single conversation shows it. */
export function contactDetails(state: State, conversation: Conversation): Schemas['ContactDetails'] {
  const { id, name, phone, email, avatar, metadata } = contactOf(state, conversation)
  return inJson({ id, name, phone, email, avatar, metadata })
}

export function assigneeSummary(state: State, { assigneeId }: Conversation): Schemas['Assignee'] | undefined {
  if (assigneeId === undefined) return undefined
  const { type, record } = found(state.assignee(assigneeId), assigneeId)
  return { id: record.id, type, name: record.name }
}

export function botSummary(state: State, { botId, botActive }: Conversation): Schemas['BotSummary'] | undefined {
  if (botId === undefined) return undefined
  const { id, name } = found(state.bots.get(botId), botId)
  return { id, name, active: botActive ?? true }
}

/** The user who acted; nobody for what nobody did, as the end of a snooze. */
export function userSummary(state: State, id: string | undefined): Schemas['UserSummary'] | undefined {
  return id === undefined ? undefined : actorSummary(state, id)
}

/** The user who did what somebody must have done. */
export function actorSummary(state: State, userId: string | undefined): Schemas['UserSummary'] {
  const { id, name } = found(state.users.get(userId ?? ''), userId ?? 'whoever did it')
  return { id, name }
}

export function contactOf(state: State, { contactId }: Conversation): Contact {
  return found(state.contacts.get(contactId), contactId)
}

/** What a record refers to exists: worlds, operations and `db` see to it. */
function found<T>(record: T | undefined, id: string): T {
  if (record === undefined) throw new Error(`${id} is referred to but does not exist`)
  return record
}
