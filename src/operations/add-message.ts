import type { Conversation, Message } from '../store/records.js'
import type { Context } from './operation.js'

/** Adds a message to its conversation and tells of it: what no request does, but a contact, an agent or a bot that writes. */
export function addMessage({ store, emitMessage }: Context, message: Message): Conversation {
  const conversation = store.putMessage(message)
  emitMessage(message)
  return conversation
}
