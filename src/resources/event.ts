import type { components } from '../generated/openapi.js'
import { asJson } from '../state/as-json.js'
import type { ConversationEvent, ConversationEventName, MessageEvent } from '../state/event.js'
import type { Conversation, Delivery, Message, Timestamp, Webhook } from '../state/records.js'
import type { State } from '../state/state.js'
import { conversationResource } from './conversation.js'
import { messageResource } from './message.js'
import { testedWebhook } from './webhook.js'

type Schemas = components['schemas']
type Payload = Omit<Delivery['payload'], 'meta'> & { readonly meta: Schemas['EventMeta'] }
type Example = 'Conversation' | 'Message' | 'TestedWebhook'

/** An event as the guide names it, with the conversation as GET shows it; to be told {@link asJson}. */
export function eventResource(
  state: State,
  event: ConversationEventName,
  conversation: Conversation,
  timestamp: Timestamp,
): ConversationEvent {
  return { id: newId(state), event, timestamp, data: conversationResource(state, conversation), meta: metaOf(state) }
}

/** The event of a message that has come in from the contact, or has been sent to it; to be told {@link asJson}. */
export function messageEvent(state: State, message: Message, timestamp: Timestamp): MessageEvent {
  const event = message.direction === 'inbound' ? 'message.received' : 'message.sent'
  return { id: newId(state), event, timestamp, data: messageResource(state, message), meta: metaOf(state) }
}

/**
 * An event of any name that is sent to try a webhook: about the latest conversation or message, if it is an event of those, or else about
 * the webhook itself. Nothing when there is no such conversation or message.
 */
export function testEvent(state: State, event: string, webhook: Webhook, timestamp: Timestamp): Payload | undefined {
  const data = dataOf(state, event, webhook)
  return data && asJson({ id: newId(state), event, timestamp, data: { ...data }, meta: metaOf(state) })
}

function dataOf(state: State, event: string, webhook: Webhook): Schemas[Example] | undefined {
  const [family] = event.split('.')
  if (family === 'conversation') {
    const latest = state.conversations.index('updatedAt').last()
    return latest && conversationResource(state, latest)
  }
  if (family !== 'message') return testedWebhook(webhook)
  const id = state.conversations.index('lastMessageAt').last()?.lastMessageId
  const message = id === undefined ? undefined : state.messages.get(id)
  return message && messageResource(state, event === 'message.received' ? { ...message, direction: 'inbound' } : message)
}

function newId({ ids }: State): string {
  return ids.make('evt')
}

function metaOf({ organization }: State): Schemas['EventMeta'] {
  return { organizationId: organization.id }
}
