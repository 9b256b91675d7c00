import type { StoredMessage } from '../../../src/index.js'
import type { Message } from '../answer.js'
import { answering, failing } from '../answering.js'
import { asking, ignoring } from '../asking.js'
import type { Call } from '../call.js'
import { faultsOf } from '../mutant.js'

/** Faults of the messages that get includes. */
export const messageFaults = faultsOf('getConversation', {
  'includeMessages is ignored': ignoring('includeMessages'),
  'messages are always included': asking((query) => query.set('includeMessages', 'true')),
  'messageLimit is ignored': ignoring('messageLimit'),
  'messageLimit is one too few': asking((query) => {
    const limit = Number(query.get('messageLimit'))
    if (limit > 1) query.set('messageLimit', String(limit - 1))
  }),
  'messageLimit is 10 by default': byDefault('10'),
  'messageLimit is 50 by default': byDefault('50'),
  'the earliest messages are included, not the latest': including((_, { all, limit }) => all.slice(0, limit)),
  'messages are not sorted': including((messages) =>
    messages.toSorted((a, b) => ((a.id ?? '').slice(-1) < (b.id ?? '').slice(-1) ? -1 : 1)),
  ),
  'messages of another conversation are included': including((messages, { call: { mock, id } }) => {
    const other = mock.db.messages.find(({ conversationId }) => conversationId !== id)
    return messages.length === 0 || other === undefined ? [] : [draftOf(other), ...messages.slice(1)]
  }),
  'a message is included twice': including((messages) => [...messages.slice(0, 1), ...messages.slice(0, -1)]),
  'without messages, relationships is missing': answering(({ resources: [conversation] }) => {
    if (conversation?.relationships?.messages?.length === 0) delete conversation.relationships
  }),
  'messages are shown as incoming': including((messages) => {
    for (const message of messages) if (message.direction === 'inbound') Object.assign(message, { direction: 'incoming' })
    return messages
  }),
  'a messageLimit that is not a number causes a 500': failing(({ query }) => query.get('messageLimit') === 'x'),
})

function byDefault(limit: string) {
  return asking((query) => query.set('messageLimit', query.get('messageLimit') ?? limit))
}

interface Included {
  readonly call: Call
  /** Every message of the conversation. */
  readonly all: Message[]
  readonly limit: number
}

/** A server that includes other messages than requested. */
function including(change: (messages: Message[], included: Included) => Message[]) {
  return answering(({ resources: [conversation] }, call) => {
    const messages = conversation?.relationships?.messages
    if (conversation === undefined || messages === undefined) return
    const all = call.mock.db.messages.findMany({ conversationId: conversation.id }).map(draftOf)
    const limit = Number(call.query.get('messageLimit') ?? 20)
    conversation.relationships = { messages: change(messages, { call, all, limit }) }
  })
}

function draftOf({ id, direction, content, timestamp }: StoredMessage): Message {
  const draft: Message = JSON.parse(JSON.stringify({ id, direction, content, timestamp }))
  return draft
}
