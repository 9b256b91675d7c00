import type { components } from '../../src/index.js'
import type { Draft } from './answer.js'
import { type Call, fieldsOf, pass, type Twist } from './call.js'

type Schemas = components['schemas']

/** Fields of a request body of any operation. */
export type Sent = Draft<
  Omit<Schemas['CreateConversationRequest'], 'assigneeId'> &
    Schemas['UpdateConversationRequest'] &
    Schemas['CloseConversationRequest'] &
    Partial<Schemas['AssignConversationRequest']> &
    Partial<Schemas['TransferConversationRequest']> &
    Omit<Schemas['UpdateWebhookRequest'], 'status'>
>

/** A server that misinterprets the query. */
export function asking(change: (query: URLSearchParams, call: Call) => void): Twist {
  return (call) => {
    const query = new URLSearchParams(call.query)
    change(query, call)
    return pass(call, { query })
  }
}

/** A server that ignores these parameters. */
export function ignoring(...names: readonly string[]): Twist {
  return asking((query) => {
    for (const name of names) query.delete(name)
  })
}

/** A server that misinterprets the body. */
export function reading(change: (body: Sent, call: Call) => void): Twist {
  return (call) => {
    if (typeof call.body !== 'object') return pass(call)
    const body: Sent = JSON.parse(JSON.stringify(fieldsOf(call)))
    change(body, call)
    return pass(call, { body })
  }
}

/** A server that ignores these fields of the body. */
export function overlooking(...names: readonly (keyof Sent)[]): Twist {
  return reading((body) => {
    for (const name of names) delete body[name]
  })
}
