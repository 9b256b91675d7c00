import type { Conversation, Message } from '../store/records.js'
import type { Context } from './operation.js'

/** Adds a message to its conversation, and emits its event. No request does this, but the control plane and `mock.messages`. */
export function addMessage({ store, emitMessage }: Context, message: Message): Conversation {
  const conversation = store.putMessage(message)
  emitMessage(message)
  return conversation
}
