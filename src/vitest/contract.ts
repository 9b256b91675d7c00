import { responseValidators, type Validator } from '../generated/response-validators.js'
import { type OperationId, routes } from '../generated/routes.js'
import { describe } from '../store/violations.js'

/** A response of any client. */
export interface ReceivedResponse {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Text, or the parsed value. */
  readonly body: { readonly text: string } | { readonly value: unknown }
}

/** Headers that each response of the spec has. */
const RATE_LIMIT_HEADERS = ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset']

/**
 * Violations of the spec of an operation by a response, in words; empty for none.
 *
 * @throws TypeError when the spec has no such operation
 */
export function contractViolations(operationId: OperationId, { status, headers, body }: ReceivedResponse): string[] {
  const documented = responsesOf(operationId)
  const validator = documented[String(status)]
  if (validator === undefined) return [`status ${status} is none that ${operationId} has; it has ${Object.keys(documented).join(', ')}`]
  return [...violationsOfHeaders(status, headers), ...violationsOfBody(validator, body)]
}

function responsesOf(operationId: OperationId): { readonly [status: string]: Validator } {
  if (Object.hasOwn(responseValidators.responses, operationId)) return responseValidators.responses[operationId]
  const known = routes.map((route) => route.operationId).join(', ')
  throw new TypeError(`there is no operation ${JSON.stringify(operationId)}; there are ${known}`)
}

function violationsOfHeaders(status: number, headers: ReceivedResponse['headers']): string[] {
  const counts = status === 429 ? [...RATE_LIMIT_HEADERS, 'retry-after'] : RATE_LIMIT_HEADERS
  return [
    ...counts.flatMap((name) => violation(headers, name, /^\d+$/, 'a whole number')),
    ...violation(headers, 'content-type', /^application\/json\b/, 'application/json'),
  ]
}

function violation(headers: ReceivedResponse['headers'], name: string, pattern: RegExp, wanted: string): string[] {
  const value = headers[name]
  if (value === undefined) return [`the header ${name} is missing; it must be ${wanted}`]
  return pattern.test(value) ? [] : [`the header ${name} must be ${wanted}; got ${JSON.stringify(value)}`]
}

function violationsOfBody(validator: Validator, body: ReceivedResponse['body']): string[] {
  const parsed = 'text' in body ? parse(body.text) : body
  if (parsed === undefined) return ['the body is not JSON']
  return validator(parsed.value) ? [] : describe(validator.errors ?? [], parsed.value).map(({ message }) => message)
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}
