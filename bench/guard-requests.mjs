const headers = { authorization: 'Bearer key' }
const PAGE = 20
/** The JSON of what a list shows is kept: what says which page it is, and the conversation that was written to, are written anew. */
const KEPT = 0.12

/**
 * What is counted, and what each may come to at most at any size: `request` is told the world and the number of the time. What is only
 * `told` does grow: few match, so that a page is gathered from more the more there are, up to its size by the share of those that match.
 */
export const REQUESTS = {
  'page 1': { request: get(() => '/conversations'), most: { visited: PAGE, validators: 1, serialized: KEPT } },
  'page 50': { request: get(() => '/conversations?page=50'), most: { visited: PAGE, validators: 1, serialized: KEPT } },
  'status=open': { request: get(() => '/conversations?status=open&perPage=20'), most: { visited: PAGE, validators: 1, serialized: KEPT } },
  'status, rare channel': {
    told: true,
    request: get(({ channels }, i) => `/conversations?status=open&channelId=${nth(channels, i % 3).id}`),
  },
  'status, type of channel': { request: get(() => '/conversations?status=open&channelType=whatsapp&sortBy=createdAt') },
  'dates, status, type of channel': {
    request: get(() => '/conversations?startDate=2026-11-10&status=open&channelType=whatsapp&perPage=10'),
  },
  dates: { request: get(() => '/conversations?startDate=2026-11-20&sortBy=createdAt') },
  'of a contact': { request: get(({ contacts }, i) => `/conversations?contactId=${nth(contacts, i).id}`) },
  get: {
    request: get(({ conversations }, i) => `/conversations/${nth(conversations, i).id}`),
    most: { visited: 0, validators: 1, serialized: 1 },
  },
  create: { request: create, most: { validators: 2 } },
  update: { request: update, most: { validators: 2 } },
}

function get(path) {
  return (world, i) => ({ method: 'GET', path: path(world, i), headers })
}

function create({ channels }, i) {
  const body = { channelId: nth(channels, 0).id, contact: { name: `New ${i}`, email: `new${i}@example.com` } }
  return { method: 'POST', path: '/conversations', headers, body: JSON.stringify(body) }
}

function update({ conversations }, i) {
  const body = JSON.stringify({ priority: i % 2 ? 'high' : 'low', tags: ['vip'] })
  return { method: 'PATCH', path: `/conversations/${nth(conversations, i).id}`, headers, body }
}

/** Spread over all of them, always the same ones. */
function nth(all, i) {
  return all[(i * 7919) % all.length]
}
