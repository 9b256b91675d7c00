import type { Mock } from '../../src/mock/create-mock.js'
import { ask, send } from '../kit/kit.js'

/** Lists with every order and every filter. */
export const LISTS = [
  '',
  ...['createdAt', 'updatedAt', 'lastMessageAt', 'messageCount', 'unreadCount'].flatMap((sortBy) => [
    `?sortBy=${sortBy}&sortOrder=asc&perPage=100`,
    `?sortBy=${sortBy}&sortOrder=desc&perPage=100`,
  ]),
  ...['open', 'pending', 'snoozed', 'closed'].map((status) => `?status=${status}&perPage=100`),
  '?search=order',
  '?search=ana&sortBy=createdAt',
  '?assigneeId=user_456&perPage=100',
  '?botId=bot_abc',
  '?channelType=whatsapp&startDate=2024-01-10&endDate=2024-01-15&perPage=100',
]

/** All data that the API shows, in its order. */
export function visibleData(mock: Mock): string[] {
  const ids = mock.db.conversations.findMany().map(({ id }) => id)
  const webhooks = mock.webhooks.all().map(({ id }) => id)
  const paths = [
    ...LISTS.map((query) => `/conversations${query}`),
    ...ids.flatMap((id) => [`/conversations/${id}?includeMessages=true&messageLimit=100`, `/conversations/${id}/participants`]),
    '/webhooks',
    ...webhooks.flatMap((id) => [`/webhooks/${id}`, `/webhooks/${id}/deliveries`]),
  ]
  return paths.map((path) => `${path} ${send(mock, 'GET', path).status} ${send(mock, 'GET', path).body}`)
}

/** Makes every kind of change, through the API and `db`, at equal and different times. */
export function makeAllChanges(mock: Mock): void {
  const create = (name: string): string => {
    const contact = { phone: `+35191${String(name.length).padStart(7, '0')}`, name }
    ask(mock, 'POST', '/conversations', { channelId: 'ch_xyz789', contact, tags: ['new'], metadata: { n: null, 2: 'b', 1: 'a' } })
    return `/conversations/${mock.db.conversations.findMany().at(-1)?.id}`
  }
  mock.webhooks.create({ url: 'http://127.0.0.1:9/none', secret: 'whsec_1', events: ['conversation.closed'], config: { maxRetries: 2 } })
  const gone = mock.webhooks.create({ url: 'http://127.0.0.1:9/gone', headers: { 'x-a': 'b' } })
  const [a, b, c, d] = [create('A'), create('Bo'), create('Ana'), create('Caro \ud83d\ude00 \u2028')]
  ask(mock, 'POST', `${a}/close`, { reason: 'done', resolution: 'resolved', notes: 'All well' })
  mock.clock.advance('1s')
  ask(mock, 'POST', `${a}/reopen`)
  ask(mock, 'PATCH', b, { status: 'snoozed', priority: 'urgent', metadata: { n: null, m: { deep: [1, 'two'] } } })
  ask(mock, 'PATCH', c, { status: 'snoozed' })
  mock.clock.advance('2h')
  ask(mock, 'PATCH', c, { status: 'snoozed', snoozedUntil: '2024-03-01T00:00:00Z' })
  ask(mock, 'POST', `${d}/assign`, { assigneeId: 'bot_abc', note: 'For the bot' })
  ask(mock, 'POST', `${d}/transfer`, { toAssigneeId: 'user_789', reason: 'hard', summary: 'Very', notifyContact: true })
  ask(mock, 'POST', '/conversations/conv_abc123/close')
  mock.db.contacts.update('contact_123', { name: 'Jon', email: undefined })
  mock.db.users.create({ name: 'New' })
  mock.db.bots.create({ name: 'Newer' })
  mock.db.channels.create({ name: 'Newest' })
  mock.db.conversations.create({ status: 'closed', messages: ['Hi', { direction: 'outbound', text: 'Ho', senderId: 'bot_abc' }] })
  mock.db.messages.create({ conversationId: 'conv_abc123', text: 'One more order' })
  mock.db.messages.update('msg_789', { status: 'read' })
  mock.messages.add('conv_abc123', { text: 'Are you there?' })
  mock.messages.add('conv_abc123', { from: 'agent', text: 'I am' })
  mock.messages.read('conv_abc123')
  send(mock, 'DELETE', `/webhooks/${gone.id}`)
}
