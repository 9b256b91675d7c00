import { Answer, type Resource } from '../answer.js'
import { type Call, pass } from '../call.js'
import { relisting } from '../listing.js'

const SORT_FIELDS = ['updatedAt', 'createdAt'] as const
const KNOWN = [
  'page',
  'perPage',
  'status',
  'channelId',
  'channelType',
  'assigneeId',
  'contactId',
  'botId',
  'startDate',
  'endDate',
  'search',
]

/**
 * A page of the list: rejects unknown parameters and ids, ignores invalid values, limits the page size, excludes the bounds of dates,
 * searches whole words, and sorts equal values by id.
 */
export function choosePage(call: Call): Answer {
  const query = understood(call.query)
  if ([...query.keys()].some((name) => !KNOWN.includes(name) && !name.startsWith('sort'))) return Answer.error(400, 'VALIDATION_ERROR')
  if (query.get('status') === 'snoozed') return Answer.error(400, 'VALIDATION_ERROR')
  if (namesUnknown({ ...call, query })) return Answer.error(404, 'RESOURCE_NOT_FOUND')

  const ordered = relisting((items) => inOrder(items, query).filter((item) => contains(call, item, query.get('search'))), 'search')
  const page = ordered({ ...call, query })
  const last = Math.max(1, page.pagination.totalPages ?? 1)
  if (Number(query.get('page') ?? 1) <= last) return shownWhole(call, page)
  query.set('page', String(last))
  return shownWhole(call, ordered({ ...call, query }))
}

/** The query without the parameters that this server ignores. */
function understood(requested: URLSearchParams): URLSearchParams {
  const query = new URLSearchParams(requested)
  const unless = (name: string, makesSense: (value: string) => boolean): void => {
    if (!makesSense(query.get(name) ?? '')) query.delete(name)
  }
  unless('page', (value) => /^[1-9]\d*$/.test(value))
  unless('perPage', (value) => /^[1-9]\d*$/.test(value))
  if (Number(query.get('perPage') ?? 0) > 100) query.set('perPage', '100')
  unless('sortBy', (value) => SORT_FIELDS.some((field) => field === value))
  unless('sortOrder', (value) => value === 'asc' || value === 'desc')
  unless('status', (value) => ['open', 'pending', 'closed', 'snoozed'].includes(value))
  unless('channelType', (value) => value !== 'pigeon')
  for (const [name, inwards] of [
    ['startDate', 1000],
    ['endDate', -1000],
  ] as const) {
    unless(name, (value) => !Number.isNaN(Date.parse(value)))
    const date = query.get(name)
    if (date !== null) query.set(name, new Date(Date.parse(date) + inwards).toISOString().replace('.000Z', 'Z'))
  }
  return query
}

function namesUnknown({ mock, query }: Call): boolean {
  const { channels, contacts, bots, users } = mock.db
  const isUnknown = (name: string, ...known: readonly { count(where: { id: string }): number }[]): boolean => {
    const id = query.get(name)
    return id !== null && known.every((collection) => collection.count({ id }) === 0)
  }
  return (
    isUnknown('channelId', channels) || isUnknown('contactId', contacts) || isUnknown('botId', bots) || isUnknown('assigneeId', users, bots)
  )
}

function inOrder(items: Resource[], query: URLSearchParams): Resource[] {
  const field = SORT_FIELDS.find((name) => name === query.get('sortBy')) ?? 'updatedAt'
  const up = query.get('sortOrder') === 'asc' ? 1 : -1
  const value = ({ attributes }: Resource): string => attributes[field] ?? ''
  return items.toSorted((a, b) => up * value(a).localeCompare(value(b)) || a.id.localeCompare(b.id))
}

/** Whether a message of the conversation or the name of its contact contains the words. */
function contains({ mock }: Call, { id }: Resource, search: string | null): boolean {
  if (!search) return true
  const { name = '' } = mock.db.contacts.get(mock.db.conversations.get(id).contactId)
  const texts = mock.db.messages.findMany({ conversationId: id }).map(({ content }) => ('text' in content ? content.text : ''))
  const wanted = wordsOf(search)
  return [name, ...texts].some((text) => ` ${wordsOf(text)} `.includes(` ${wanted} `))
}

function wordsOf(text: string): string {
  return text
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .join(' ')
}

/** Each item with the fields of get. */
function shownWhole(call: Call, page: Answer): Answer {
  for (const item of page.resources) {
    const [whole] = pass(call, { path: `/conversations/${item.id}`, query: new URLSearchParams() }).resources
    item.attributes = { ...whole?.attributes, ...item.attributes }
  }
  return page
}
