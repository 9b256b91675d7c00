import axios, { isAxiosError } from 'axios'
import type { ConversationListResponse, ConversationResponse } from 'linktor-mock'
import { type Platform, PlatformError } from './inbox.js'

export function withAxios(baseURL: string, key = 'key'): Platform {
  const client = axios.create({ baseURL, headers: { authorization: `Bearer ${key}` } })
  client.interceptors.response.use(undefined, (error) => {
    if (isAxiosError(error) && error.response) throw new PlatformError(error.response.data.error.code, error.response.status)
    throw error
  })
  return {
    async waiting() {
      const { data } = await client.get<ConversationListResponse>('/conversations', { params: { status: 'open' } })
      return data.data.map(({ id, attributes }) => ({ id, name: attributes.contact.name ?? id, assignee: attributes.assignee?.name }))
    },
    status: async (id) => (await client.get<ConversationResponse>(`/conversations/${id}`)).data.data.attributes.status,
    async create(request, key) {
      const { data } = await client.post<ConversationResponse>('/conversations', request, { headers: { 'idempotency-key': key } })
      return data.data.id
    },
    async assign(id, assigneeId) {
      await client.post(`/conversations/${id}/assign`, { assigneeId })
    },
    async close(id, reason) {
      await client.post(`/conversations/${id}/close`, { reason })
    },
  }
}
