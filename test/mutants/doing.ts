import type { StoredConversation } from '../../src/index.js'
import type { Answer } from './answer.js'
import { type Call, conversationOf, fieldsOf, pass, type Twist } from './call.js'

/** A server that makes a further change to the conversation of a call. */
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

/** A server that returns these fields as changed, and does not change them. */
export function keeping(...fields: readonly Field[]): Twist {
  return doing(({ mock }, id, before) => {
    if (before !== undefined) mock.db.conversations.update(id, Object.fromEntries(fields.map((field) => [field, before[field]])))
  })
}

/** A server that also overwrites these fields. */
export function setting(changes: { readonly [F in Field]?: StoredConversation[F] | undefined }): Twist {
  return doing(({ mock }, id) => void mock.db.conversations.update(id, changes))
}

/** A server that sends an internal text to the contact. */
export function leaking(field: string): Twist {
  return doing((call, id) => {
    const text = fieldsOf(call)[field]
    if (typeof text === 'string') call.mock.db.messages.create({ conversationId: id, direction: 'outbound', text })
  })
}

/** A server that also applies the call to the conversation that was created next, if a rule created it. */
export const doingToNext = doing((call, id) => {
  const all = call.mock.db.conversations.findMany()
  const next = all[all.findIndex((conversation) => conversation.id === id) + 1]
  if (next?.metadata?.['runId']) pass(call, { path: call.path.replace(id, next.id) })
})

/** A server that returns a success without performing the call. */
export const pretending: Twist = (call) => {
  const before = call.mock.snapshot()
  const answer = pass(call)
  call.mock.restore(before)
  return answer
}
