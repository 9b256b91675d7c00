import { Answer } from '../answer.js'
import { answering, failing } from '../answering.js'
import { asking, ignoring } from '../asking.js'
import { type Call, pass, when } from '../call.js'
import { allOf, pageOf, perPageOf } from '../listing.js'
import { each, faultsOf } from '../mutant.js'

/** What may go wrong where a list is cut into pages. */
export const pageFaults = faultsOf('listConversations', {
  'perPage is ignored': ignoring('perPage'),
  'page counts from 0': asking((query) => query.set('page', String(pageOf({ query }) + 1))),
  'perPage is 10 by default': asking((query) => query.set('perPage', query.get('perPage') ?? '10')),
  'a page has one too many': cut((number, size) => [(number - 1) * size, number * size + 1]),
  'between two pages, one is left out': when(
    isLater,
    cut((number, size) => [(number - 1) * (size + 1), (number - 1) * (size + 1) + size]),
  ),
  'page 2 is page 1 again': when(
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
  'past the last page, the last one comes again': when(
    isLater,
    cut((number, size, total) => {
      const last = Math.max(1, Math.ceil(total / size))
      return [(Math.min(number, last) - 1) * size, Math.min(number, last) * size]
    }),
  ),
  'perPage is not bounded': (call) => {
    const perPage = perPageOf(call)
    if (!(perPage > 100)) return pass(call)
    const query = new URLSearchParams(call.query)
    query.set('perPage', '100')
    const page = pass(call, { query })
    page.pagination.perPage = perPage
    return page
  },
  'perPage may be 99 at most': (call) => (perPageOf(call) > 99 ? Answer.error(400, 'VALIDATION_ERROR') : pass(call)),
  'totalPages does not count the last page begun': answering(({ pagination }) => {
    pagination.totalPages = Math.floor((pagination.totalCount ?? 0) / (pagination.perPage ?? 1))
  }),
  'pagination says page 1 of every page': answering(({ pagination }) => {
    pagination.page = 1
  }),
  'hasNextPage is told of the last page too': answering(({ pagination }) => {
    pagination.hasNextPage = true
    pagination.hasPrevPage = (pagination.page ?? 1) > 1
  }),
  'pagination is missing': answering((answer) => {
    delete answer.body.meta
  }),
  'perPage is told as per_page': answering(({ pagination }) => {
    Object.assign(pagination, { per_page: pagination.perPage })
    delete pagination.perPage
  }),
  ...each(
    ['page', 'perPage'],
    (name) => `a ${name} that is no number is a fault of the server`,
    (name) => failing(({ query }) => query.get(name) === 'x'),
  ),
})

function isLater(call: Call): boolean {
  return pageOf(call) > 1
}

/** A server that takes other stretches of the list for pages. */
function cut(stretch: (number: number, size: number, total: number) => readonly [number, number]) {
  return answering((answer, call) => {
    const { page = 1, perPage = 20, totalCount = 0 } = answer.pagination
    answer.resources = allOf(call).slice(...stretch(page, perPage, totalCount))
  })
}
