import { redactorOf } from '../adapters/node/redact.js'
import { responseValidators } from '../generated/response-validators.js'
import type { RecordedRequest } from '../request-log/recorded-request.js'
import { describe } from '../store/violations.js'

const NAME_OF_SECRET = /authorization|cookie|key$|token|secret/i
/** Called a key, but gives access to nothing. */
const IDEMPOTENCY_KEY = 'idempotency-key'
const HIDDEN = '***'

/** A request as the control plane shows it: without keys, and with violations of the contract by the response. */
export function toRequestView(request: RecordedRequest, secrets: readonly string[]): object {
  const redactor = redactorOf({ headers: request.headers }, secrets)
  const query = redactor.url(`?${new URLSearchParams(request.query)}`).slice(1)
  const headers = Object.entries(request.headers).map(([name, value]) => [name, isSecret(name) ? HIDDEN : value])
  return {
    ...request,
    path: redactor.url(request.path),
    query: Object.fromEntries(new URLSearchParams(query)),
    headers: Object.fromEntries(headers),
    violations: violationsOf(request),
  }
}

function isSecret(name: string): boolean {
  return name !== IDEMPOTENCY_KEY && NAME_OF_SECRET.test(name)
}

/** Violations of the contract by a response, which only faults cause. */
function violationsOf({ operation, status, response, method }: RecordedRequest): string[] {
  if (status === 0 || status === 204 || status === 304 || method === 'HEAD' || method === 'OPTIONS') return []
  const documented = operation === undefined ? undefined : responseValidators.responses[operation][status]
  const validate = documented ?? (status >= 400 ? responseValidators.error : undefined)
  if (validate === undefined) return [`the contract has no response ${status} to ${operation}`]
  return validate(response.body) ? [] : describe(validate.errors ?? [], response.body).map(({ message }) => message)
}
