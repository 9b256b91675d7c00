import type { components } from '../generated/openapi.js'
import type { Conversation, Message } from '../state/records.js'
import type { State } from '../state/state.js'

type Schemas = components['schemas']

/** The newest message as a list shows it. */
export function lastMessage(state: State, { lastMessageId }: Conversation): Schemas['LastMessage'] | undefined {
  const message = lastMessageId === undefined ? undefined : state.messages.get(lastMessageId)
  if (message === undefined) return undefined
  const { id, content, direction, timestamp } = message
  return { id, content, direction, timestamp }
}

/** A message under `relationships.messages`. */
export function relatedMessage({ id, direction, content, timestamp }: Message): Schemas['RelatedMessage'] {
  return { id, direction, content, timestamp }
}
