import type { Resource } from '../answer.js'
import { failing } from '../answering.js'
import { asking, ignoring } from '../asking.js'
import { type Call, when } from '../call.js'
import { allOf, relisting } from '../listing.js'
import { each, faultsOf } from '../mutant.js'

/** Faults of dates in the filters of a list. */
const dateFaults = {
  'startDate uses updatedAt': when(
    ({ query }) => query.has('startDate'),
    relisting((items, { query }) => {
      const start = Date.parse(query.get('startDate') ?? '')
      return items.filter(({ attributes }) => Date.parse(attributes.updatedAt ?? '') >= start)
    }, 'startDate'),
  ),
  'the time of startDate is ignored': asking((query) => {
    const date = query.get('startDate')
    if (date !== null) query.set('startDate', date.slice(0, 10))
  }),
  'the offset of a date is ignored': asking((query) => {
    for (const name of ['startDate', 'endDate']) {
      const date = query.get(name)
      if (date !== null) query.set(name, date.replace(/[+ -]\d\d:\d\d$/, 'Z'))
    }
  }),
  ...each(
    ['startDate', 'endDate'],
    (name) => `a bare date as ${name} is ignored`,
    (name) =>
      asking((query) => {
        if (query.get(name)?.length === 10) query.delete(name)
      }),
  ),
  'an invalid date causes a 500': failing(({ query }) => query.get('startDate') === 'yesterday'),
  'a startDate in the future is ignored': asking((query) => {
    if ((query.get('startDate') ?? '') > '2900') query.delete('startDate')
  }),
}

/** Faults of the search. */
const searchFaults = {
  'search matches names only': finding(({ name }) => [name]),
  'search matches messages only': finding(({ texts }) => texts),
  'search matches names and last messages only': finding(({ name, texts }) => [name, texts.at(-1)]),
  'a search without matches is ignored': when((call) => call.query.has('search') && allOf(call).length === 0, ignoring('search')),
}

export const dateAndSearchFaults = faultsOf('listConversations', { ...dateFaults, ...searchFaults })

interface SearchTexts {
  readonly name: string | undefined
  /** Of the messages, the oldest first. */
  readonly texts: readonly (string | undefined)[]
}

/** A search in other texts. */
function finding(texts: (found: SearchTexts) => readonly (string | undefined)[]) {
  return when(
    ({ query }) => query.has('search'),
    relisting((items, call) => {
      const search = call.query.get('search')?.toLowerCase() ?? ''
      return items.filter((item) => texts(searchTextsOf(call, item)).some((text) => text?.toLowerCase().includes(search)))
    }, 'search'),
  )
}

function searchTextsOf({ mock }: Call, { id }: Resource): SearchTexts {
  const { name } = mock.db.contacts.get(mock.db.conversations.get(id).contactId)
  const messages = mock.db.messages.findMany({ conversationId: id })
  return { name, texts: messages.map(({ content }) => ('text' in content ? content.text : undefined)) }
}
