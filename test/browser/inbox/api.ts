import type {
  Conversation,
  ConversationListItem,
  ConversationListResponse,
  ConversationResponse,
  ConversationStatus,
  ErrorResponse,
} from 'linktor-mock'

const BASE_URL = 'https://api.linktor.io/v1'

/** An error response of the API, with its message. */
export class ApiError extends Error {}

export async function listConversations(status?: ConversationStatus): Promise<readonly ConversationListItem[]> {
  const { data }: ConversationListResponse = await call(
    'GET',
    `/conversations?perPage=100${status === undefined ? '' : `&status=${status}`}`,
  )
  return data
}

export async function getConversation(id: string): Promise<Conversation> {
  const { data }: ConversationResponse = await call('GET', `/conversations/${id}?includeMessages=true`)
  return data
}

export async function closeConversation(id: string): Promise<void> {
  await call('POST', `/conversations/${id}/close`)
}

export async function reopenConversation(id: string): Promise<void> {
  await call('POST', `/conversations/${id}/reopen`)
}

async function call(method: string, path: string) {
  const response = await fetch(BASE_URL + path, { method, headers: { authorization: 'Bearer YOUR_API_KEY' } })
  if (response.ok) return response.json()
  const { error }: ErrorResponse = await response.json()
  throw new ApiError(error.message)
}
