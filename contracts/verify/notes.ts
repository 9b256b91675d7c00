import { routes } from '../../src/generated/routes.js'
import type { Report } from './report.js'
import { amount } from './summary.js'

const IDS_SHOWN = 5

/** What else there is to know of a run, in sentences: what it left on the server, what it left out, what it met. */
export function notesOf({ remains, withheld }: Report): readonly string[] {
  const { undocumented, refused } = remains
  return [
    ...(withheld > 0
      ? [`${amount(withheld, 'rule')} that ${withheld === 1 ? 'writes was' : 'write were'} not run: --allow-writes runs them.`]
      : []),
    ...leftOnServer(remains),
    ...(undocumented.length > 0 ? [`Statuses that the document does not have: ${undocumented.map(endpointOf).join(', ')}.`] : []),
    ...(refused > 0 ? [`The server had had too many requests (429) ${amount(refused, 'time')}, and was waited for.`] : []),
  ]
}

function leftOnServer({ runId, created, open, unnamed }: Report['remains']): readonly string[] {
  const find = `metadata.runId is ${runId}`
  const more = open.length > IDS_SHOWN ? ` and ${open.length - IDS_SHOWN} more` : ''
  const ids = open.slice(0, IDS_SHOWN).join(', ') + more
  const state = open.length === 0 ? 'all of them closed again' : `${open.length} of them left open: ${ids}`
  return [
    ...(created > 0 ? [`${amount(created, 'conversation')} created on the server, ${state} (${find}).`] : []),
    ...(unnamed > 0 ? [`${amount(unnamed, 'creation')} answered without an id, and what came of it is not known (${find}).`] : []),
  ]
}

/** `createConversation 200` as `POST /conversations 200`. */
function endpointOf(undocumented: string): string {
  const [operation, status] = undocumented.split(' ')
  const route = routes.find(({ operationId }) => operationId === operation)
  return route === undefined ? undocumented : `${route.method} ${route.path} ${status}`
}
