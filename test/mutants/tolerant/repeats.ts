import { Answer } from '../answer.js'
import { type Call, pass, type Twist } from '../call.js'

interface StoredResponse {
  readonly request: string
  readonly status: number
  readonly body: string
}

/** Responses by `Idempotency-Key`. A key cannot be reused for another request. */
export class Repeats {
  readonly #responses = new Map<string, StoredResponse>()

  /** Performs a call, unless it is a repetition. */
  once(call: Call, twist: Twist): Answer {
    const { 'idempotency-key': key, ...headers } = call.headers
    if (key === undefined || pass(call, { method: 'GET', path: '/conversations', body: undefined, headers }).status === 401)
      return twist(call)
    const request = `${call.method} ${call.path} ${JSON.stringify(call.body)}`
    const stored = this.#responses.get(key)
    if (stored?.request === request) return new Answer(stored.status, stored.body)
    if (stored !== undefined) return Answer.error(422, 'KEY_IN_USE')
    const answer = twist({ ...call, headers })
    if (answer.succeeded) this.#responses.set(key, { request, status: answer.status, body: JSON.stringify(answer.body) })
    return answer
  }
}
