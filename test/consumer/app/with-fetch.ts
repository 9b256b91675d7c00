import type { ConversationListResponse, ConversationResponse, ErrorResponse } from 'linktor-mock'
import { type Platform, PlatformError } from './inbox.js'

export function withFetch(baseUrl: string, key = 'key'): Platform {
  const call = async <T>(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<T> => {
    const response = await fetch(baseUrl + path, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (response.ok) return response.json()
    const { error }: ErrorResponse = await response.json()
    throw new PlatformError(error.code, response.status)
  }
  return {
    async waiting() {
      const { data } = await call<ConversationListResponse>('GET', '/conversations?status=open')
      return data.map(({ id, attributes }) => ({ id, name: attributes.contact.name ?? id, assignee: attributes.assignee?.name }))
    },
    status: async (id) => (await call<ConversationResponse>('GET', `/conversations/${id}`)).data.attributes.status,
    create: async (request, key) =>
      (await call<ConversationResponse>('POST', '/conversations', request, { 'idempotency-key': key })).data.id,
    assign: (id, assigneeId) => call('POST', `/conversations/${id}/assign`, { assigneeId }),
    close: (id, reason) => call('POST', `/conversations/${id}/close`, { reason }),
  }
}
