import type { Attributes, Resource } from '../answer.js'
import { failing } from '../answering.js'
import { asking, ignoring } from '../asking.js'
import { pass, when } from '../call.js'
import { allOf, isFiltered, pageOf, relisting } from '../listing.js'
import { each, faultsOf } from '../mutant.js'

const FIELDS = ['updatedAt', 'createdAt', 'lastMessageAt', 'unreadCount'] as const

/** Faults of the order of a list. */
export const sortingFaults = faultsOf('listConversations', {
  'sortOrder is ignored': ignoring('sortOrder'),
  'sortOrder is asc by default': asking((query) => query.set('sortOrder', query.get('sortOrder') ?? 'asc')),
  'sortOrder=asc gives the latest page, turned around': when(
    ({ query }) => query.get('sortOrder') === 'asc',
    (call) => {
      const page = ignoring('sortOrder')(call)
      if (page.succeeded) page.resources = page.resources.reverse()
      return page
    },
  ),
  'sortBy is createdAt by default': asking((query) => query.set('sortBy', query.get('sortBy') ?? 'createdAt')),
  ...each(
    FIELDS,
    (field) => `sortBy=${field} sorts by something else`,
    (field) =>
      asking((query) => {
        if (query.get('sortBy') === field) query.set('sortBy', field === 'createdAt' ? 'unreadCount' : 'createdAt')
      }),
  ),
  'numbers are sorted as text': when(
    ({ query }) => query.get('sortBy') === 'messageCount',
    relisting((items, { query }) => {
      const sorted = items.toSorted((a, b) => (textOf(a) < textOf(b) ? -1 : 1))
      return query.get('sortOrder') === 'asc' ? sorted : sorted.reverse()
    }),
  ),
  'each page is sorted, not the list': (call) => {
    const query = new URLSearchParams(call.query)
    query.set('sortBy', 'createdAt')
    query.set('sortOrder', 'asc')
    const page = pass(call, { query })
    const order = allOf(call).map(({ id }) => id)
    if (page.succeeded) page.resources = page.resources.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id))
    return page
  },
  'equal values have another order on each page': when(
    (call) => call.query.get('sortBy') === 'unreadCount' && pageOf(call) === 2,
    relisting((items, { query }) => {
      const up = query.get('sortOrder') === 'asc' ? 1 : -1
      return items.toReversed().toSorted((a, b) => up * ((a.attributes.unreadCount ?? 0) - (b.attributes.unreadCount ?? 0)))
    }),
  ),
  'a filtered list is not sorted': when(
    isFiltered,
    relisting((items) => items.toSorted((a, b) => (a.id < b.id ? -1 : 1))),
  ),
  'a new conversation comes last until it is updated': relisting((items) =>
    items.toSorted((a, b) => Number(isNew(a.attributes)) - Number(isNew(b.attributes))),
  ),
  'an unknown sort field causes a 500': failing(({ query }) => query.get('sortBy') === 'color'),
})

function textOf({ attributes }: Resource): string {
  return String(attributes.messageCount)
}

function isNew({ createdAt, updatedAt, messageCount }: Attributes): boolean {
  return createdAt === updatedAt && messageCount === 0
}
