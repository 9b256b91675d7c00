import type { components } from '../generated/openapi.js'
import { present } from '../state/present.js'
import type { Conversation } from '../state/records.js'
import type { State } from '../state/state.js'
import { contactOf } from './summaries.js'

type Participant = components['schemas']['Participant']

/** The contact, every user that was ever assigned, the bot: in that order. */
export function participantResources(state: State, conversation: Conversation): readonly Participant[] {
  const { id, name, phone } = contactOf(state, conversation)
  const users = conversation.agentIds.flatMap((userId) => state.users.get(userId) ?? [])
  const bot = conversation.botId === undefined ? undefined : state.bots.get(conversation.botId)
  return [
    { id, type: 'contact', attributes: present({ name, phone, role: 'customer' }) },
    ...users.map((user): Participant => ({ id: user.id, type: 'user', attributes: { name: user.name, email: user.email, role: 'agent' } })),
    ...(bot === undefined ? [] : [{ id: bot.id, type: 'bot', attributes: { name: bot.name, role: 'bot' } } satisfies Participant]),
  ]
}
