import type { Conversation } from '../client.js'
import type { RuleContext } from '../rule.js'
import { idsOf } from './response-values.js'

/** Statuses that the list filters by; the guide does not list `snoozed`. */
const FILTERS = ['open', 'pending', 'closed'] as const

/** Requires that get shows the status, and that the list has the conversation under it and under no other. */
export async function requireStatus({ api, expect }: RuleContext, conversation: Conversation, status: string): Promise<void> {
  const { id, attributes } = conversation
  expect((await api.get(id)).attributes.status, 'the status that get shows').toBe(status)
  const listed = FILTERS.map(async (filter) => {
    const items = await api.all({ status: filter, contactId: attributes.contact.id })
    return idsOf(items).includes(id) ? [filter] : []
  })
  expect((await Promise.all(listed)).flat(), 'the statuses that list it').toEqual(status === 'snoozed' ? [] : [status])
}
