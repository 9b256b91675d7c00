/** The commands of the guide, verbatim and in its order. */
export const guideCurls = {
  listConversations: String.raw`
curl "https://api.linktor.io/v1/conversations?status=open&channelType=whatsapp&perPage=50" \
  -H "Authorization: Bearer YOUR_API_KEY"
`,
  getConversation: String.raw`
curl "https://api.linktor.io/v1/conversations/conv_abc123?includeMessages=true&messageLimit=10" \
  -H "Authorization: Bearer YOUR_API_KEY"
`,
  createConversation: String.raw`
curl -X POST https://api.linktor.io/v1/conversations \
  -H "Authorization: Bearer YOUR_API_KEY" \
  -H "Content-Type: application/json" \
  -d '{
    "channelId": "ch_xyz789",
    "contact": {
      "phone": "+5511999999999",
      "name": "Jane Smith"
    },
    "botId": "bot_abc",
    "metadata": {
      "source": "api",
      "orderId": "order_12345"
    },
    "tags": ["api-created", "order-inquiry"]
  }'
`,
  updateConversation: String.raw`
curl -X PATCH https://api.linktor.io/v1/conversations/conv_abc123 \
  -H "Authorization: Bearer YOUR_API_KEY" \
  -H "Content-Type: application/json" \
  -d '{
    "priority": "high",
    "metadata": {
      "escalationReason": "customer_request"
    },
    "tags": ["vip", "escalated"]
  }'
`,
  closeConversation: String.raw`
curl -X POST https://api.linktor.io/v1/conversations/conv_abc123/close \
  -H "Authorization: Bearer YOUR_API_KEY" \
  -H "Content-Type: application/json" \
  -d '{
    "reason": "Issue resolved",
    "resolution": "resolved",
    "notes": "Customer was happy with the refund"
  }'
`,
  reopenConversation: String.raw`
curl -X POST https://api.linktor.io/v1/conversations/conv_abc123/reopen \
  -H "Authorization: Bearer YOUR_API_KEY"
`,
  assignConversation: String.raw`
curl -X POST https://api.linktor.io/v1/conversations/conv_abc123/assign \
  -H "Authorization: Bearer YOUR_API_KEY" \
  -H "Content-Type: application/json" \
  -d '{
    "assigneeId": "user_789",
    "note": "Escalated to senior support"
  }'
`,
  transferConversation: String.raw`
curl -X POST https://api.linktor.io/v1/conversations/conv_abc123/transfer \
  -H "Authorization: Bearer YOUR_API_KEY" \
  -H "Content-Type: application/json" \
  -d '{
    "toAssigneeId": "user_expert",
    "reason": "Technical issue",
    "summary": "Customer has a billing dispute from last month. Needs access to invoice #12345.",
    "notifyContact": true
  }'
`,
  listConversationParticipants: String.raw`
curl https://api.linktor.io/v1/conversations/conv_abc123/participants \
  -H "Authorization: Bearer YOUR_API_KEY"
`,
} as const

export interface CurlRequest {
  readonly method: string
  /** Relative to the base URL. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** The request that a command of the guide sends. */
export function requestOf(curl: string): CurlRequest {
  const url = /https:\/\/api\.linktor\.io\/v1([^\s"]*)/.exec(curl)
  if (url?.[1] === undefined) throw new Error(`No URL of the API in: ${curl}`)
  const headers = [...curl.matchAll(/-H "([^:"]+): ([^"]*)"/g)].map(([, name = '', value = '']) => [name, value] as const)
  const body = /-d '([^']*)'/.exec(curl)?.[1]
  return {
    method: /-X (\w+)/.exec(curl)?.[1] ?? 'GET',
    path: url[1],
    headers: Object.fromEntries(headers),
    ...(body !== undefined && { body }),
  }
}
