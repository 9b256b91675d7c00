import type { ConversationEvent, ConversationEventName, MessageEvent } from '../events/event.js'
import type { components } from '../generated/openapi.js'
import { asJson } from '../store/as-json.js'
import type { Conversation, Delivery, Message, Timestamp, Webhook } from '../store/records.js'
import type { Store } from '../store/store.js'
import { conversationResource } from './conversation.js'
import { messageResource } from './message.js'
import { testedWebhook } from './webhook.js'

type Schemas = components['schemas']
type Payload = Omit<Delivery['payload'], 'meta'> & { readonly meta: Schemas['EventMeta'] }
type Example = 'Conversation' | 'Message' | 'TestedWebhook'

/**
 * Event of a conversation, with the conversation as GET shows it. May contain records of the store: copy it with {@link asJson} before it
 * is shared.
 */
export function eventResource(
  store: Store,
  event: ConversationEventName,
  conversation: Conversation,
  timestamp: Timestamp,
): ConversationEvent {
  return { id: newId(store), event, timestamp, data: conversationResource(store, conversation), meta: metaOf(store) }
}

/**
 * Event of a message that was received from the contact, or sent to it. May contain records of the store: copy it with {@link asJson}
 * before it is shared.
 */
export function messageEvent(store: Store, message: Message, timestamp: Timestamp): MessageEvent {
  const event = message.direction === 'inbound' ? 'message.received' : 'message.sent'
  return { id: newId(store), event, timestamp, data: messageResource(store, message), meta: metaOf(store) }
}

/**
 * Event that tries a webhook: about the latest conversation or message, by its name, or else about the webhook itself; `undefined` when
 * there is no such conversation or message.
 */
export function testEvent(store: Store, event: string, webhook: Webhook, timestamp: Timestamp): Payload | undefined {
  const data = dataOf(store, event, webhook)
  return data && asJson({ id: newId(store), event, timestamp, data: { ...data }, meta: metaOf(store) })
}

function dataOf(store: Store, event: string, webhook: Webhook): Schemas[Example] | undefined {
  const [family] = event.split('.')
  if (family === 'conversation') {
    const latest = store.conversations.sorted('updatedAt').at(-1)
    return latest && conversationResource(store, latest)
  }
  if (family !== 'message') return testedWebhook(webhook)
  const id = store.conversations.sorted('lastMessageAt').at(-1)?.lastMessageId
  const message = id === undefined ? undefined : store.messages.get(id)
  return message && messageResource(store, event === 'message.received' ? { ...message, direction: 'inbound' } : message)
}

function newId({ ids }: Store): string {
  return ids.make('evt')
}

function metaOf({ organization }: Store): Schemas['EventMeta'] {
  return { organizationId: organization.id }
}
