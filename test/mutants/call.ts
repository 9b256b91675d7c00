import { operationAt } from '../../contracts/exchange.js'
import type { ApiResponse, Mock, OperationId, StoredConversation } from '../../src/index.js'
import { Answer } from './answer.js'

/** A request as a faulty server receives it. */
export interface Call {
  readonly mock: Mock
  readonly method: string
  /** Below the base URL, without the query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  /** The parsed body; text that is not JSON, unchanged. */
  readonly body: unknown
  /** `undefined` if the path has none. */
  readonly operation: OperationId | undefined
  /** Id of the conversation or webhook in the path. */
  readonly id: string | undefined
}

/** Handler of a call: a faultless server passes it to the mock. */
export type Twist = (call: Call) => Answer

/** Passes a call to the mock, unchanged or with changes. */
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

/** A server that has its fault only when the condition matches. */
export function when(asked: (call: Call) => boolean, twist: Twist): Twist {
  return (call) => (asked(call) ? twist(call) : pass(call))
}

/** The conversation of a call, if there is one. */
export function conversationOf({ mock, id }: Call): StoredConversation | undefined {
  return id === undefined ? undefined : mock.db.conversations.find({ id })
}

/** The body of a call, if it is an object. */
export function fieldsOf({ body }: Call): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {}
}

/** `fetch` for a server that handles calls like this. */
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
