import { routes } from '../../src/generated/routes.js'
import type { Report } from './report.js'
import { amount } from './summary.js'

const IDS_SHOWN = 5

/** Notes on a run, as sentences: rules not run, resources left on the server, undocumented statuses, retries. */
export function notesOf({ remains, withheld }: Report): readonly string[] {
  const { undocumented, refused } = remains
  return [
    ...(withheld > 0
      ? [`${amount(withheld, 'rule')} that ${withheld === 1 ? 'writes was' : 'write were'} not run; add --allow-writes to run them.`]
      : []),
    ...leftOnServer(remains),
    ...(undocumented.length > 0 ? [`Undocumented statuses: ${undocumented.map(endpointOf).join(', ')}.`] : []),
    ...(refused > 0 ? [`The server answered 429 (too many requests) ${amount(refused, 'time')}; those requests were retried.`] : []),
  ]
}

function leftOnServer({ runId, created, open, unnamed, webhooks }: Report['remains']): readonly string[] {
  const find = `metadata.runId is ${runId}`
  const state = open.length === 0 ? 'all closed' : `${open.length} still open: ${someOf(open)}`
  const { left } = webhooks
  const stateOfWebhooks = left.length === 0 ? 'all deleted' : `${left.length} not deleted: ${someOf(left)}`
  return [
    ...(created > 0 ? [`${amount(created, 'conversation')} created on the server, ${state} (${find}).`] : []),
    ...(webhooks.created > 0
      ? [
          `${amount(webhooks.created, 'webhook')} created on the server, ${stateOfWebhooks} (the description begins with linktor-mock ${runId}).`,
        ]
      : []),
    ...(unnamed > 0 ? [`${amount(unnamed, 'creation')} answered without an id, so the result is unknown (${find}).`] : []),
  ]
}

function someOf(ids: readonly string[]): string {
  return ids.slice(0, IDS_SHOWN).join(', ') + (ids.length > IDS_SHOWN ? ` and ${ids.length - IDS_SHOWN} more` : '')
}

/** `createConversation 200` as `POST /conversations 200`. */
function endpointOf(undocumented: string): string {
  const [operation, status] = undocumented.split(' ')
  const route = routes.find(({ operationId }) => operationId === operation)
  return route === undefined ? undocumented : `${route.method} ${route.path} ${status}`
}
