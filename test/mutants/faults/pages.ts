import { Answer } from '../answer.js'
import { answering, failing } from '../answering.js'
import { asking, ignoring } from '../asking.js'
import { type Call, pass, when } from '../call.js'
import { allOf, pageOf, perPageOf } from '../listing.js'
import { each, faultsOf } from '../mutant.js'

/** Faults of pagination. */
export const pageFaults = faultsOf('listConversations', {
  'perPage is ignored': ignoring('perPage'),
  'page counts from 0': asking((query) => query.set('page', String(pageOf({ query }) + 1))),
  'perPage is 10 by default': asking((query) => query.set('perPage', query.get('perPage') ?? '10')),
  'a page has one item too many': cut((number, size) => [(number - 1) * size, number * size + 1]),
  'between two pages, one item is missing': when(
    isLater,
    cut((number, size) => [(number - 1) * (size + 1), (number - 1) * (size + 1) + size]),
  ),
  'page 2 repeats page 1': when(
    (call) => pageOf(call) === 2,
    cut((_, size) => [0, size]),
  ),
  'the last page is filled up from the one before': when(
    isLater,
    cut((number, size, total) => {
      const from = (number - 1) * size
      return [from < total ? Math.max(0, Math.min(from, total - size)) : from, number * size]
    }),
  ),
  'after the last page, the last one is repeated': when(
    isLater,
    cut((number, size, total) => {
      const last = Math.max(1, Math.ceil(total / size))
      return [(Math.min(number, last) - 1) * size, Math.min(number, last) * size]
    }),
  ),
  'perPage has no maximum': (call) => {
    const perPage = perPageOf(call)
    if (!(perPage > 100)) return pass(call)
    const query = new URLSearchParams(call.query)
    query.set('perPage', '100')
    const page = pass(call, { query })
    page.pagination.perPage = perPage
    return page
  },
  'the maximum of perPage is 99': (call) => (perPageOf(call) > 99 ? Answer.error(400, 'VALIDATION_ERROR') : pass(call)),
  'totalPages is rounded down': answering(({ pagination }) => {
    pagination.totalPages = Math.floor((pagination.totalCount ?? 0) / (pagination.perPage ?? 1))
  }),
  'pagination has page 1 for every page': answering(({ pagination }) => {
    pagination.page = 1
  }),
  'hasNextPage is true for the last page too': answering(({ pagination }) => {
    pagination.hasNextPage = true
    pagination.hasPrevPage = (pagination.page ?? 1) > 1
  }),
  'pagination is missing': answering((answer) => {
    delete answer.body.meta
  }),
  'perPage is returned as per_page': answering(({ pagination }) => {
    Object.assign(pagination, { per_page: pagination.perPage })
    delete pagination.perPage
  }),
  ...each(
    ['page', 'perPage'],
    (name) => `a ${name} that is not a number causes a 500`,
    (name) => failing(({ query }) => query.get(name) === 'x'),
  ),
})

function isLater(call: Call): boolean {
  return pageOf(call) > 1
}

/** A server that slices the list into pages differently. */
function cut(stretch: (number: number, size: number, total: number) => readonly [number, number]) {
  return answering((answer, call) => {
    const { page = 1, perPage = 20, totalCount = 0 } = answer.pagination
    answer.resources = allOf(call).slice(...stretch(page, perPage, totalCount))
  })
}
