import { operationAt } from '../../contracts/exchange.js'
import { responseValidators } from '../../src/generated/response-validators.js'
import type { Route } from '../../src/generated/routes.js'
import type { MockEvent } from '../../src/index.js'
import { parsed, violations } from '../model/contract.js'
import type { ReceivedResponse, SentRequest } from './transport.js'

/** Differences between a response and the spec, as text; empty if there are none. */
export function responseProblems(
  request: SentRequest,
  response: ReceivedResponse,
  { undocumented }: { readonly undocumented: boolean },
): string[] {
  const { operationId, status: success } = operationOf(request) ?? {}
  const documented = operationId === undefined ? undefined : responseValidators.responses[operationId]
  const found = [...headerProblems(request, response)]
  const isKnown = response.status === success || documented?.[response.status] !== undefined
  if (operationId !== undefined && request.method !== 'OPTIONS' && !undocumented && !isKnown) {
    found.push(`${operationId} has no status ${response.status} in the spec`)
  }
  if (request.method === 'HEAD' || response.status === 204) {
    if (response.text !== '') found.push(`a body where none may be: ${response.text}`)
    return found
  }
  const body = parsed(response.text)
  const validators = [response.status >= 400 ? responseValidators.error : undefined, documented?.[response.status]]
  for (const validator of validators) if (validator !== undefined) found.push(...violations(validator, body))
  return [...found, ...metaProblems(request, response, body)]
}

/** Differences between an event and the spec, as text; empty if there are none. */
export function eventProblems(event: MockEvent): string[] {
  const validator = responseValidators.events[event.event]
  return validator === undefined ? [`the spec has no event ${event.event}`] : violations(validator, event)
}

/** The spec's operation for a request. */
export function operationOf({ method, path }: Pick<SentRequest, 'method' | 'path'>): Route | undefined {
  return operationAt(method, path)
}

function headerProblems({ method }: SentRequest, { status, headers, text }: ReceivedResponse): string[] {
  const found: string[] = []
  const require = (name: string, pattern: RegExp): void => {
    const value = headers[name]
    if (value === undefined || !pattern.test(value)) found.push(`the header ${name} is ${value}, which does not match ${pattern}`)
  }
  require('x-request-id', /^[\x21-\x7e]+$/)
  for (const name of ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset']) require(name, /^\d+$/)
  require('access-control-allow-origin', /^(\*|https?:\/\/[\w.:-]+)$/)
  require('vary', /\bOrigin\b/)
  if (text !== '' || method === 'HEAD') require('content-type', /^application\/json\b/)
  if (status === 405 || method === 'OPTIONS') require('allow', /\bOPTIONS\b/)
  if (status === 429) require('retry-after', /^\d+$/)
  if (Number(headers['x-ratelimit-remaining']) > Number(headers['x-ratelimit-limit'])) found.push('more requests remain than are allowed')
  return found
}

/** An error always includes its request id, and a request id in a body equals that in the header. */
function metaProblems({ headers: sent }: SentRequest, { status, headers }: ReceivedResponse, body: unknown): string[] {
  const requestId = requestIdOf(body)
  if (requestId === undefined && status < 400 && sent['x-request-id'] === undefined) return []
  return requestId === headers['x-request-id'] ? [] : [`meta.requestId is ${requestId}, the header ${headers['x-request-id']}`]
}

function requestIdOf(body: unknown): unknown {
  const meta = typeof body === 'object' && body !== null && 'meta' in body ? body.meta : undefined
  return typeof meta === 'object' && meta !== null && 'requestId' in meta ? meta.requestId : undefined
}
