import type { components } from '../generated/openapi.js'
import { present } from '../store/present.js'
import type { Conversation } from '../store/records.js'
import type { Store } from '../store/store.js'
import { contactOf } from './summaries.js'

type Participant = components['schemas']['Participant']

/** Participants in order: the contact, every user that was ever assigned, the bot. */
export function participantResources(store: Store, conversation: Conversation): readonly Participant[] {
  const { id, name, phone } = contactOf(store, conversation)
  const users = conversation.agentIds.flatMap((userId) => store.users.get(userId) ?? [])
  const bot = conversation.botId === undefined ? undefined : store.bots.get(conversation.botId)
  return [
    { id, type: 'contact', attributes: present({ name, phone, role: 'customer' }) },
    ...users.map((user): Participant => ({ id: user.id, type: 'user', attributes: { name: user.name, email: user.email, role: 'agent' } })),
    ...(bot === undefined ? [] : [{ id: bot.id, type: 'bot', attributes: { name: bot.name, role: 'bot' } } satisfies Participant]),
  ]
}
