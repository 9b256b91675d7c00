import { Answer } from '../answer.js'
import { type Call, pass, type Twist } from '../call.js'

interface Deed {
  readonly request: string
  readonly status: number
  readonly body: string
}

/** What was done under each `Idempotency-Key`. For another request, a key is no good. */
export class Repeats {
  readonly #deeds = new Map<string, Deed>()

  /** Does what a call asks for, unless that was done before. */
  once(call: Call, twist: Twist): Answer {
    const { 'idempotency-key': key, ...headers } = call.headers
    if (key === undefined || pass(call, { method: 'GET', path: '/conversations', body: undefined, headers }).status === 401)
      return twist(call)
    const request = `${call.method} ${call.path} ${JSON.stringify(call.body)}`
    const deed = this.#deeds.get(key)
    if (deed?.request === request) return new Answer(deed.status, deed.body)
    if (deed !== undefined) return Answer.error(422, 'KEY_IN_USE')
    const answer = twist({ ...call, headers })
    if (answer.succeeded) this.#deeds.set(key, { request, status: answer.status, body: JSON.stringify(answer.body) })
    return answer
  }
}
