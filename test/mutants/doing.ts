import type { StoredConversation } from '../../src/index.js'
import type { Answer } from './answer.js'
import { type Call, conversationOf, fieldsOf, pass, type Twist } from './call.js'

/** A server that does more than it was asked to, to the conversation that it did it to. */
export function doing(more: (call: Call, id: string, before: StoredConversation | undefined, answer: Answer) => void): Twist {
  return (call) => {
    const before = conversationOf(call)
    const answer = pass(call)
    const id = call.id ?? answer.resources[0]?.id
    if (answer.succeeded && id !== undefined) more(call, id, before, answer)
    return answer
  }
}

/** Fields of a conversation that a server may lose. */
type Field = Exclude<keyof StoredConversation, 'id' | 'order' | 'revision' | 'messageCount' | 'unreadCount' | `${string}Message${string}`>

/** A server that says that it has changed these, and has not. */
export function keeping(...fields: readonly Field[]): Twist {
  return doing(({ mock }, id, before) => {
    if (before !== undefined) mock.db.conversations.update(id, Object.fromEntries(fields.map((field) => [field, before[field]])))
  })
}

/** A server that puts these in place of what was there, besides what it was asked to do. */
export function setting(changes: { readonly [F in Field]?: StoredConversation[F] | undefined }): Twist {
  return doing(({ mock }, id) => void mock.db.conversations.update(id, changes))
}

/** A server that sends to the contact what is not for them. */
export function telling(field: string): Twist {
  return doing((call, id) => {
    const text = fieldsOf(call)[field]
    if (typeof text === 'string') call.mock.db.messages.create({ conversationId: id, direction: 'outbound', text })
  })
}

/** A server that does the same to the conversation that was created next, where a rule has created it. */
export const doingToNext = doing((call, id) => {
  const all = call.mock.db.conversations.findMany()
  const next = all[all.findIndex((conversation) => conversation.id === id) + 1]
  if (next?.metadata?.['runId']) pass(call, { path: call.path.replace(id, next.id) })
})

/** A server that answers as if it had done what it was asked to. */
export const pretending: Twist = (call) => {
  const before = call.mock.snapshot()
  const answer = pass(call)
  call.mock.restore(before)
  return answer
}
