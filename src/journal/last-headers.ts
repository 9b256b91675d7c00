import type { ApiRequest } from '../api/request.js'

type Headers = NonNullable<ApiRequest['headers']>

/**
 * Keeps the headers of requests, once for as many in a row as have the same: a client sends its own again and again, and a thousand copies
 * of them are what the garbage collector would have to carry on most: docs/decisions/0015-speed.md.
 */
export class LastHeaders {
  #last: Headers | undefined

  /** Gives a copy, for whoever made the request may change its own later. */
  keep(headers: ApiRequest['headers']): Headers | undefined {
    if (headers === undefined) return undefined
    if (this.#last === undefined || !isSame(this.#last, headers)) this.#last = { ...headers }
    return this.#last
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
