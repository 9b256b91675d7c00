import { answering, failing } from '../answering.js'
import { asking, ignoring } from '../asking.js'
import { when } from '../call.js'
import { allOf, FILTERS, findingNothing, isFiltered, relisting } from '../listing.js'
import { each, faultsOf } from '../mutant.js'

const IDS = ['channelId', 'assigneeId', 'contactId', 'botId']

/** Faults of the filters of a list. */
export const filterFaults = faultsOf('listConversations', {
  ...each(
    FILTERS,
    (name) => `the filter by ${name} is ignored`,
    (name) => ignoring(name),
  ),
  'the filter by status=snoozed finds nothing': when(({ query }) => query.get('status') === 'snoozed', findingNothing),
  'the filter by assigneeId does not find what is assigned to a bot': when(
    ({ query }) => query.has('assigneeId'),
    relisting((items) => items.filter(({ attributes }) => attributes.assignee?.type !== 'bot')),
  ),
  'the filter by channelType=telegram finds nothing': when(({ query }) => query.get('channelType') === 'telegram', findingNothing),
  'of several filters, only the last one is applied': asking((query) => {
    const given = [...query.keys()].filter((name) => FILTERS.some((filter) => filter === name))
    for (const name of given.slice(0, -1)) query.delete(name)
  }),
  'at most two filters are applied': asking((query) => {
    const given = [...query.keys()].filter((name) => FILTERS.some((filter) => filter === name))
    for (const name of given.slice(2)) query.delete(name)
  }),
  'a filter is applied to one page only': when(isFiltered, (call) => {
    const found = new Set(allOf(call).map(({ id }) => id))
    const page = ignoring(...FILTERS)(call)
    if (page.succeeded) page.resources = page.resources.filter(({ id }) => found.has(id))
    return page
  }),
  'totalCount ignores the filter': when(
    isFiltered,
    answering(({ pagination }, call) => {
      pagination.totalCount = allOf(call, FILTERS).length
    }),
  ),
  'a filter by an unknown id is ignored': when(
    (call) => IDS.some((name) => call.query.has(name)) && allOf(call).length === 0,
    ignoring(...IDS),
  ),
  'closed conversations are listed only with status=closed': when(
    ({ query }) => !query.has('status'),
    relisting((items) => items.filter(({ attributes }) => attributes.status !== 'closed')),
  ),
  'snoozed conversations are listed under open': when(
    ({ query }) => ['open', 'snoozed'].includes(query.get('status') ?? ''),
    relisting((items, { query }) => {
      const wanted = query.get('status') === 'open' ? ['open', 'snoozed'] : []
      return items.filter(({ attributes }) => wanted.includes(attributes.status ?? ''))
    }, 'status'),
  ),
  'the filter by botId uses the assignee': when(
    ({ query }) => query.has('botId'),
    relisting((items, { query }) => items.filter(({ attributes }) => attributes.assignee?.id === query.get('botId')), 'botId'),
  ),
  'the filter by assigneeId finds conversations that were once assigned to a user': when(
    ({ query, mock }) => mock.db.users.find({ id: query.get('assigneeId') ?? '' }) !== undefined,
    relisting((items, { query, mock }) => {
      const userId = query.get('assigneeId') ?? ''
      return items.filter(({ id }) => mock.db.conversations.get(id).agentIds.includes(userId))
    }, 'assigneeId'),
  ),
  'the filter by contactId finds the latest conversation alone': when(
    ({ query }) => query.has('contactId'),
    relisting((items) => items.slice(0, 1)),
  ),
  'a new conversation is listed five seconds late': relisting((items, { mock }) => {
    const since = mock.clock.now().getTime() - 5000
    return items.filter(({ attributes }) => Date.parse(attributes.createdAt ?? '') <= since)
  }),
  'an unknown status causes a 500': failing(({ query }) => query.get('status') === 'done'),
})
