const headers = { authorization: 'Bearer key' }

/** Longest time of a page that is not in the cache of responses, in milliseconds, at the largest size. */
const PAGE = { atMost: 5 }
/** Longest time of a search, in milliseconds, at the largest size. */
const SEARCH = { atMost: 300 }

/**
 * The requests that are measured at every size, by name. `request` gets the ids of the data and the number of the repetition. `limit` is
 * the limit of the time at the largest size in milliseconds, `growth` that of the time at the largest size in proportion to the smallest.
 */
export const REQUESTS = {
  'page 1': { limit: PAGE, request: get('/conversations') },
  'page 50': { limit: PAGE, request: get('/conversations?page=50') },
  '`status=open`': { limit: PAGE, request: get('/conversations?status=open&perPage=20') },
  '`assigneeId&status=open&sortBy=messageCount`': {
    limit: PAGE,
    request: ({ assigneeId }) => reading(`/conversations?assigneeId=${assigneeId}&status=open&sortBy=messageCount&perPage=10`),
  },
  '`startDate&status=open&channelType=sms`': {
    limit: PAGE,
    request: get('/conversations?startDate=2026-11-20&status=open&channelType=sms&perPage=10'),
  },
  '`status=snoozed&channelType=sms&sortBy=createdAt`': {
    limit: PAGE,
    request: get('/conversations?status=snoozed&channelType=sms&sortBy=createdAt&perPage=1'),
  },
  get: { request: ({ anyId }, i) => reading(`/conversations/${anyId(i)}`) },
  create: { growth: { atMost: 3 }, request: ({ newConversation }) => writing('POST', '/conversations', newConversation()) },
  patch: {
    request: ({ anyId }, i) => writing('PATCH', `/conversations/${anyId(i)}`, { priority: i % 2 ? 'high' : 'low', tags: ['vip'] }),
  },
  '`search=warranty`': { limit: SEARCH, repeats: 10, request: get('/conversations?search=warranty') },
  '`search=warranty&status=open`': { limit: SEARCH, repeats: 10, request: get('/conversations?search=warranty&status=open') },
  '`search=the` (many matches)': { limit: SEARCH, repeats: 10, request: get('/conversations?search=the') },
  '`search=zq` (few matches)': { limit: SEARCH, repeats: 10, request: get('/conversations?search=zq') },
}

function get(path) {
  return () => reading(path)
}

function reading(path) {
  return { method: 'GET', path, headers }
}

function writing(method, path, body) {
  return { method, path, headers, body: JSON.stringify(body) }
}
