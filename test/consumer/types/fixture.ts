import { expect, matchers, test } from 'linktor-mock/vitest'
import { expect as plainExpect } from 'vitest'

plainExpect.extend(matchers)

test('the fixture and the matchers have types', async ({ mock, baseUrl }) => {
  const { id } = mock.db.conversations.create({ status: 'open', contact: { name: 'Ana' }, messages: ['Hi'] })
  const response = await fetch(`${baseUrl}/conversations/${id}`)

  await expect(response).toMatchContract('getConversation')
  expect(mock).toHaveEmitted('conversation.closed', { data: { id } })
  plainExpect(mock).toHaveEmitted('conversation.closed')

  // @ts-expect-error: an unknown operation
  await expect(response).toMatchContract('getConversations')
})
