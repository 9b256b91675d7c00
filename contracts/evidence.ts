import type { OperationId } from '../src/generated/routes.js'
import { curlOf, type Exchange } from './exchange.js'
import type { ContractOptions } from './options.js'
import type { Level } from './rule.js'
import type { Outcome } from './run-rule.js'
import type { Session } from './session.js'

/** What a rule has seen, as it can be told: without keys, and as JSON. */
export interface Evidence {
  readonly id: string
  readonly sentence: string
  readonly section: string
  readonly operation: OperationId
  readonly level: Level
  readonly state: Outcome['state']
  /** Why it is not kept. */
  readonly reason?: string
  readonly observations: readonly string[]
  readonly calls: readonly Call[]
}

/** A request and its answer. */
export interface Call {
  readonly operation?: OperationId
  readonly method: string
  readonly path: string
  readonly status: number
  readonly milliseconds: number
  /** The fields of the body that was sent: `contact`, `contact.phone`. */
  readonly fields: readonly string[]
  /** Of the calls of a rule that is not kept: the request as a command, and the text of the answer. */
  readonly curl?: string
  readonly answer?: string
}

/** What a run has left on a server, and what else there is to tell of it. */
export interface Remains {
  readonly runId: string
  /** How many conversations it has created. */
  readonly created: number
  /** Those of them that could not be closed. */
  readonly open: readonly string[]
  /** How many more it may have created, of which the answers did not tell the ids. */
  readonly unnamed: number
  readonly webhooks: {
    readonly created: number
    /** Those of them that could not be deleted. */
    readonly left: readonly string[]
  }
  /** Statuses that the document does not have: `closeConversation 418`. */
  readonly undocumented: readonly string[]
  /** How many requests were answered 429, and sent again. */
  readonly refused: number
  /** Why the server counts as gone, if it does. */
  readonly lost?: string
}

/** More of a body is not shown. */
const SHOWN_CHARACTERS = 2000

export function evidenceOf({ rule, state, error, observations, exchanges }: Outcome, options: Pick<ContractOptions, 'baseUrl'>): Evidence {
  const { id, sentence, section, operation, level } = rule
  const calls = exchanges.map((exchange) => callOf(exchange, options.baseUrl, state !== 'kept'))
  const reason = error === undefined ? {} : { reason: reasonOf(error) }
  return { id, sentence, section, operation, level, state, ...reason, observations, calls }
}

export function remainsOf({ created, ledger, wire }: Session): Remains {
  return {
    runId: created.runId,
    created: created.all().length,
    open: created.open(),
    unnamed: created.unnamed,
    webhooks: { created: created.webhooks.all().length, left: created.webhooks.left() },
    undocumented: [...ledger.undocumented],
    refused: wire.refused,
    ...(wire.lost !== undefined && { lost: wire.lost }),
  }
}

/** Which equality it was that failed, says the diff. */
function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/ \/\/ (Object\.is|deep|strict) equality$/, '')
}

function callOf(exchange: Exchange, baseUrl: string, whole: boolean): Call {
  const { operation, method, path, answer, milliseconds } = exchange
  return {
    ...(operation !== undefined && { operation }),
    method,
    path,
    status: answer.status,
    milliseconds: Math.round(milliseconds * 10) / 10,
    fields: fieldsOf(exchange.body),
    ...(whole && { curl: pasteable(exchange, baseUrl), answer: answer.text.slice(0, SHOWN_CHARACTERS) }),
  }
}

/** A body that no shell would take is left out. */
function pasteable(exchange: Exchange, baseUrl: string): string {
  const { body = '', ...bare } = exchange
  const url = baseUrl.replace(/\/+$/, '')
  return body.length > SHOWN_CHARACTERS ? `${curlOf(url, bare)} # with a body of ${body.length} characters` : curlOf(url, exchange)
}

/** With those inside of one that is an object itself. */
function fieldsOf(body: string | undefined): string[] {
  try {
    const value: unknown = JSON.parse(body ?? '')
    return entriesOf(value).flatMap(([name, inner]) => [name, ...entriesOf(inner).map(([innerName]) => `${name}.${innerName}`)])
  } catch {
    return []
  }
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []
}
