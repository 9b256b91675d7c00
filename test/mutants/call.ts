import { operationAt } from '../../contracts/exchange.js'
import type { ApiResponse, Mock, OperationId, StoredConversation } from '../../src/index.js'
import { Answer } from './answer.js'

/** A request on its way in, for a faulty server to make of it what it will. */
export interface Call {
  readonly mock: Mock
  readonly method: string
  /** Below the base URL, without the query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  /** Parsed; text that is no JSON as it came. */
  readonly body: unknown
  /** Nothing where the path has none. */
  readonly operation: OperationId | undefined
  /** Of the conversation or webhook in the path. */
  readonly id: string | undefined
}

/** Handler of a call: a faultless server passes it to the mock. */
export type Twist = (call: Call) => Answer

/** Has the mock answer, to the call as it came or with something of it changed. */
export function pass(call: Call, changes: Partial<Pick<Call, 'method' | 'path' | 'query' | 'headers' | 'body'>> = {}): Answer {
  const { mock, method, path, query, headers, body } = { ...call, ...changes }
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
  const search = query.size === 0 ? '' : `?${query}`
  const response = mock.handle({ method, path: path + search, headers, body: text })
  const answer = answerOf(response)
  if (response.later !== undefined) answer.later = response.later.then(answerOf)
  return answer
}

function answerOf({ status, body, headers }: ApiResponse): Answer {
  return new Answer(status, body, { ...headers })
}

/** A server that has its fault only when this is asked of it. */
export function when(asked: (call: Call) => boolean, twist: Twist): Twist {
  return (call) => (asked(call) ? twist(call) : pass(call))
}

/** The conversation that a call is about, if there is one. */
export function conversationOf({ mock, id }: Call): StoredConversation | undefined {
  return id === undefined ? undefined : mock.db.conversations.find({ id })
}

/** The body of a call, where it is an object as it has to be. */
export function fieldsOf({ body }: Call): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {}
}

/** `fetch` to a server which treats calls like this. */
export function fetchFrom(mock: Mock, treat: (call: Call) => Answer | Promise<Answer>): typeof fetch {
  return async (input, init = {}) => {
    const { pathname, searchParams: query } = new URL(String(input))
    const path = pathname.replace(/^\/v1/, '')
    const method = init.method ?? 'GET'
    const operation = operationAt(method, path)?.operationId
    const [, id] = /^\/(?:conversations|webhooks)\/([^/]+)/.exec(path) ?? []
    const headers = Object.fromEntries(new Headers(init.headers))
    const body = typeof init.body === 'string' ? parsed(init.body) : undefined
    const answer = await treat({ mock, method, path, query, headers, body, operation, id: id && decodeURIComponent(id) })
    return ((await answer.later) ?? answer).response()
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
