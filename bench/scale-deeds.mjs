const headers = { authorization: 'Bearer key' }

/**
 * What is asked of every size: `request` is told what there is and the number of the time. `limited` ones may hardly grow, `grows` is
 * said of one that creates, and `most` are the milliseconds that one may take at the largest size. A limited list asks for a page that
 * every size can fill: what is compared is how they are found, not how many there are to show.
 */
export const DEEDS = {
  'page 1': { limited: true, request: get('/conversations') },
  'page 50': { limited: true, request: get('/conversations?page=50') },
  '`status=open`': { limited: true, request: get('/conversations?status=open&perPage=20') },
  get: { limited: true, request: (there, i) => reading(`/conversations/${there.any(i)}`) },
  create: { limited: true, grows: true, request: (there) => writing('POST', '/conversations', there.newConversation()) },
  patch: {
    limited: true,
    request: (there, i) => writing('PATCH', `/conversations/${there.any(i)}`, { priority: i % 2 ? 'high' : 'low', tags: ['vip'] }),
  },
  '`assigneeId&status=open&sortBy=messageCount`': {
    limited: true,
    request: (there) => reading(`/conversations?assigneeId=${there.assigneeId}&status=open&sortBy=messageCount&perPage=10`),
  },
  '`startDate&status=open&channelType=sms`': {
    limited: true,
    request: get('/conversations?startDate=2026-11-20&status=open&channelType=sms&perPage=10'),
  },
  '`status=snoozed&channelType=sms&sortBy=createdAt`': {
    limited: true,
    request: get('/conversations?status=snoozed&channelType=sms&sortBy=createdAt&perPage=1'),
  },
  '`search=warranty`': { most: 25, times: 10, request: get('/conversations?search=warranty') },
  '`search=warranty&status=open`': { most: 25, times: 10, request: get('/conversations?search=warranty&status=open') },
  '`search=the`, which nearly all say': { most: 25, times: 10, request: get('/conversations?search=the') },
  '`search=zq`, which few say': { most: 25, times: 10, request: get('/conversations?search=zq') },
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
