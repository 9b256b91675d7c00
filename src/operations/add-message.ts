import type { Conversation, Message } from '../state/records.js'
import type { Context } from './operation.js'

/** Adds a message to its conversation and tells of it: what no request does, but a contact, an agent or a bot that writes. */
export function addMessage({ state, emitMessage }: Context, message: Message): Conversation {
  const conversation = state.putMessage(message)
  emitMessage(message)
  return conversation
}
