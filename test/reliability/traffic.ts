import type { Mock } from '../../src/index.js'

type Random = () => number

const HEADERS = { authorization: 'Bearer key', 'content-type': 'application/json' }
const STATUSES = ['open', 'pending', 'snoozed', 'closed'] as const

/** Makes a random change of a client, contact or agent; some are rejected. */
export function makeRandomChange(mock: Mock, random: Random): void {
  const id = oneOf(random, mock.db.conversations.findMany()).id
  const path = `/conversations/${id}`
  const assigneeId = oneOf(random, [...mock.db.users.findMany(), ...mock.db.bots.findMany()]).id
  const changes: readonly (() => unknown)[] = [
    () => ask('GET', `/conversations?status=${oneOf(random, STATUSES)}&perPage=20`),
    () => ask('GET', `${path}?includeMessages=true`),
    () => ask('GET', `/conversations?search=${oneOf(random, ['order', 'an', 'refund'])}`),
    () => ask('POST', '/conversations', newConversation()),
    () => ask('PATCH', path, { tags: [String(random())], metadata: { seen: random() > 0.5 || null } }),
    () => ask('PATCH', path, { status: oneOf(random, STATUSES) }),
    () => ask('PATCH', path, { status: 'snoozed', snoozedUntil: new Date(mock.clock.now().getTime() + random() * 900_000).toISOString() }),
    () => ask('POST', `${path}/close`, { reason: 'done', resolution: 'resolved' }),
    () => ask('POST', `${path}/reopen`),
    () => ask('POST', `${path}/assign`, { assigneeId }),
    () => ask('POST', `${path}/transfer`, { toAssigneeId: assigneeId, notifyContact: random() > 0.5 }),
    () => mock.messages.add(id, { text: oneOf(random, ['An order', 'Thanks', 'A refund, please']) }),
    () => mock.messages.add(id, { from: 'agent', text: 'We are on it' }),
    () => mock.messages.read(id),
  ]
  oneOf(random, changes)()

  function ask(method: string, to: string, body?: object): void {
    mock.handle({ method, path: to, headers: HEADERS, ...(body && { body: JSON.stringify(body) }) })
  }

  function newConversation(): object {
    const channelId = oneOf(random, mock.db.channels.findMany()).id
    if (random() > 0.5) return { channelId, contactId: oneOf(random, mock.db.contacts.findMany()).id }
    return { channelId, contact: { name: 'Someone', phone: `+1555${Math.floor(1_000_000 + random() * 9_000_000)}` } }
  }
}

function oneOf<T>(random: Random, from: readonly T[]): T {
  const found = from[Math.floor(random() * from.length)]
  if (found === undefined) throw new Error('there is nothing to choose from')
  return found
}
