import type { components } from '../generated/openapi.js'
import { inJson } from '../store/present.js'
import type { Conversation, Message } from '../store/records.js'
import type { Store } from '../store/store.js'

type Schemas = components['schemas']

/** The newest message as the list of conversations shows it. */
export function lastMessage(store: Store, { lastMessageId }: Conversation): Schemas['LastMessage'] | undefined {
  const message = lastMessageId === undefined ? undefined : store.messages.get(lastMessageId)
  if (message === undefined) return undefined
  const { id, content, direction, timestamp } = message
  return { id, content, direction, timestamp }
}

/** A message under `relationships.messages`. */
export function relatedMessage({ id, direction, content, timestamp }: Message): Schemas['RelatedMessage'] {
  return { id, direction, content, timestamp }
}

/** A message as its event shows it. */
export function messageResource(store: Store, message: Message): Schemas['Message'] {
  const { id, conversationId, direction, content, status, senderId, timestamp } = message
  const conversation = store.conversations.get(conversationId)
  if (conversation === undefined) throw new Error(`${conversationId} is referred to but does not exist`)
  const { channelId } = conversation
  return {
    id,
    type: 'message',
    attributes: inJson({ conversationId, channelId, direction, content, status, senderId, createdAt: timestamp }),
  }
}
