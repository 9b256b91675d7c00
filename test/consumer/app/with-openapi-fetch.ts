import type { ErrorResponse, paths } from 'linktor-mock'
import createClient from 'openapi-fetch'
import { type Platform, PlatformError } from './inbox.js'

export function withOpenapiFetch(baseUrl: string, key = 'key'): Platform {
  const client = createClient<paths>({
    baseUrl,
    headers: { authorization: `Bearer ${key}` },
    fetch: (request) => fetch(request), // looked up for each call: openapi-fetch would store the current `fetch`, which MSW has not replaced yet
  })
  return {
    async waiting() {
      const { data } = answered(await client.GET('/conversations', { params: { query: { status: 'open' } } }))
      return data.map(({ id, attributes }) => ({ id, name: attributes.contact.name ?? id, assignee: attributes.assignee?.name }))
    },
    async status(id) {
      return answered(await client.GET('/conversations/{id}', { params: { path: { id } } })).data.attributes.status
    },
    async create(body, key) {
      return answered(await client.POST('/conversations', { params: { header: { 'Idempotency-Key': key } }, body })).data.id
    },
    async assign(id, assigneeId) {
      answered(await client.POST('/conversations/{id}/assign', { params: { path: { id } }, body: { assigneeId } }))
    },
    async close(id, reason) {
      answered(await client.POST('/conversations/{id}/close', { params: { path: { id } }, body: { reason } }))
    },
  }
}

function answered<T>({ data, error, response }: { data?: T; error?: ErrorResponse; response: Response }): T {
  if (data === undefined) throw new PlatformError(error?.error.code ?? 'UNKNOWN', response.status)
  return data
}
