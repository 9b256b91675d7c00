import type { ApiRequest } from '../api-request.js'

type Headers = NonNullable<ApiRequest['headers']>

/**
 * Keeps the headers of requests, once for as many in a row as have the same: a client sends its own again and again, and a thousand copies
 * of them are what the garbage collector would have to carry on most: docs/decisions/0015-speed.md.
 */
export class LastHeaders {
  #last: Headers | undefined

  /** Gives a copy, for whoever made the request may change its own later; nothing where there are none, or none that can be read. */
  keep(headers: ApiRequest['headers']): Headers | undefined {
    if (headers === undefined) return undefined
    try {
      if (this.#last === undefined || !isSame(this.#last, headers)) this.#last = { ...headers }
      return this.#last
    } catch {
      return undefined // of an object with a getter that throws: its request was answered all the same
    }
  }
}

function isSame(one: Headers, other: Headers): boolean {
  let more = 0
  for (const name in other) {
    if (one[name] !== other[name]) return false
    more++
  }
  for (const _ in one) more--
  return more === 0
}
