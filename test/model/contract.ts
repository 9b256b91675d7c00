import { responseValidators, type Validator } from '../../src/generated/response-validators.js'
import { at } from './json.js'

type OperationId = keyof typeof responseValidators.responses

interface Response {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const HEADERS: Readonly<Record<string, RegExp>> = {
  'x-request-id': /^\S+$/,
  'x-ratelimit-limit': /^\d+$/,
  'x-ratelimit-remaining': /^\d+$/,
  'x-ratelimit-reset': /^\d+$/,
}

/** Responses to requests that reach no operation: unknown path, wrong method, body too large, rate limit. */
const OF_NO_OPERATION = new Set([404, 405, 413, 429])

/**
 * Validates a response against `spec/openapi.yaml`: its status is documented, its body matches the schema, its headers are present, and an
 * error has the request id.
 *
 * @param operationId - the requested operation; `undefined` when the spec has none for that path and method
 * @param response - one with a body: responses to HEAD and OPTIONS cannot be validated
 * @param options - `undocumented`: allows a status that is not in the spec
 * @returns the body, parsed
 * @throws Error that lists the violations
 */
export function expectContract(operationId: string | undefined, response: Response, { undocumented = false } = {}): unknown {
  const { status } = response
  const what = `${operationId ?? 'no operation'} ${status}`
  const broken = Object.entries(HEADERS).flatMap(([name, pattern]) =>
    pattern.test(response.headers[name] ?? '') ? [] : `header ${name} must match ${pattern}; got ${JSON.stringify(response.headers[name])}`,
  )
  const body = parsed(response.body)
  const documented = isOperation(operationId) ? responseValidators.responses[operationId][String(status)] : undefined
  const validator = documented ?? (undocumented || OF_NO_OPERATION.has(status) ? responseValidators.error : undefined)
  if (validator === undefined) broken.push('the spec does not document this status')
  else broken.push(...violations(validator, body))
  if (status >= 400 && !at(body, 'meta', 'requestId')) broken.push('/meta/requestId is missing')
  if (broken.length > 0)
    throw new Error([`${what} breaks the contract:`, ...broken.map((line) => `  ${line}`), response.body.slice(0, 2000)].join('\n'))
  return body
}

/** Validates an event against the spec, as a webhook would send it. */
export function expectEventContract(event: { readonly event: string }): void {
  const validator = responseValidators.events[event.event]
  const broken = validator === undefined ? ['the spec has no such event'] : violations(validator, event)
  if (broken.length > 0) {
    throw new Error(
      [`${event.event} breaks the contract:`, ...broken.map((line) => `  ${line}`), JSON.stringify(event, null, 2)].join('\n'),
    )
  }
}

function isOperation(id: string | undefined): id is OperationId {
  return id !== undefined && Object.hasOwn(responseValidators.responses, id)
}

/** Schema violations of a value, as text. */
export function violations(validator: Validator, value: unknown): string[] {
  if (validator(value)) return []
  return (validator.errors ?? []).map(
    ({ instancePath, keyword, params }) => `${instancePath || '/'} breaks "${keyword}" ${JSON.stringify(params)}`,
  )
}

/** @throws Error for invalid JSON */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(`the body is not JSON: ${JSON.stringify(text.slice(0, 200))}`)
  }
}
