import { type ApiRequest, header } from '../api-request.js'
import type { IdempotencyClaim } from '../store/idempotency-store.js'

/** What a request claims to be by its `Idempotency-Key`, if it is a POST and has one. */
export function idempotencyClaim(request: ApiRequest, apiKey: string, body: object | undefined): IdempotencyClaim | undefined {
  const method = request.method.toUpperCase()
  const idempotencyKey = method === 'POST' ? header(request, 'idempotency-key') : undefined
  if (!idempotencyKey) return undefined
  return { key: `${apiKey}\n${idempotencyKey}`, request: `${method} ${request.path}\n${JSON.stringify(body)}` }
}
