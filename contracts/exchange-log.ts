import type { OperationId } from '../src/generated/routes.js'
import { curlOf, type Exchange } from './exchange.js'
import type { ContractOptions } from './options.js'
import type { Level } from './rule.js'
import type { Outcome } from './run-rule.js'
import type { Session } from './session.js'

/** The result of a rule with the requests that it sent: serializable, without keys. */
export interface ExchangeLog {
  readonly id: string
  readonly sentence: string
  readonly section: string
  readonly operation: OperationId
  readonly level: Level
  readonly state: PublicState
  /** Why the rule did not pass. */
  readonly reason?: string
  readonly observations: readonly string[]
  readonly calls: readonly Call[]
}

/** A request and its response. */
export interface Call {
  readonly operation?: OperationId
  readonly method: string
  readonly path: string
  readonly status: number
  readonly milliseconds: number
  /** The fields of the body that was sent: `contact`, `contact.phone`. */
  readonly fields: readonly string[]
  /** Only for a rule that did not pass: the request as a curl command, and the text of the response. */
  readonly curl?: string
  readonly answer?: string
}

/** Resources that a run has left on a server, with counts for the report. */
export interface Leftovers {
  readonly runId: string
  /** How many conversations it has created. */
  readonly created: number
  /** Conversations that could not be closed. */
  readonly open: readonly string[]
  /** Creations whose response had no id, so that the result is unknown. */
  readonly unnamed: number
  readonly webhooks: {
    readonly created: number
    /** Webhooks that could not be deleted. */
    readonly left: readonly string[]
  }
  /** Statuses that the document does not have: `closeConversation 418`. */
  readonly undocumented: readonly string[]
  /** Number of requests that were answered 429 and retried. */
  readonly refused: number
  /** Why the run treats the server as unreachable, if it does. */
  readonly lost?: string
}

/** Maximum number of characters of a body in a report. */
const MAX_CHARACTERS = 2000

/**
 * The state in format 1 of the JSON report, of the baseline and of the metadata of a test: there, a rule that passed is `kept`, and one that
 * failed is `broken`. Reports for people use the labels of `verify/report.ts`.
 */
export type PublicState = 'kept' | 'broken' | 'skipped' | 'unreachable' | 'unchecked'

function publicState(state: Outcome['state']): PublicState {
  if (state === 'passed') return 'kept'
  return state === 'failed' ? 'broken' : state
}

export function exchangeLogOf(
  { rule, state, error, observations, exchanges }: Outcome,
  options: Pick<ContractOptions, 'baseUrl'>,
): ExchangeLog {
  const { id, sentence, section, operation, level } = rule
  const calls = exchanges.map((exchange) => callOf(exchange, options.baseUrl, state !== 'passed'))
  const reason = error === undefined ? {} : { reason: reasonOf(error) }
  return { id, sentence, section, operation, level, state: publicState(state), ...reason, observations, calls }
}

export function leftoversOf({ created, violations, wire }: Session): Leftovers {
  return {
    runId: created.runId,
    created: created.all().length,
    open: created.open(),
    unnamed: created.unnamed,
    webhooks: { created: created.webhooks.all().length, left: created.webhooks.left() },
    undocumented: [...violations.undocumented],
    refused: wire.retried,
    ...(wire.lost !== undefined && { lost: wire.lost }),
  }
}

/** Without the kind of equality that failed: the diff shows it. */
function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/ \/\/ (Object\.is|deep|strict) equality$/, '')
}

function callOf(exchange: Exchange, baseUrl: string, detailed: boolean): Call {
  const { operation, method, path, answer, milliseconds } = exchange
  return {
    ...(operation !== undefined && { operation }),
    method,
    path,
    status: answer.status,
    milliseconds: Math.round(milliseconds * 10) / 10,
    fields: fieldsOf(exchange.body),
    ...(detailed && { curl: pasteable(exchange, baseUrl), answer: answer.text.slice(0, MAX_CHARACTERS) }),
  }
}

/** Omits a body that is too long for a shell. */
function pasteable(exchange: Exchange, baseUrl: string): string {
  const { body = '', ...bare } = exchange
  const url = baseUrl.replace(/\/+$/, '')
  return body.length > MAX_CHARACTERS ? `${curlOf(url, bare)} # with a body of ${body.length} characters` : curlOf(url, exchange)
}

/** Top-level fields, and those of nested objects one level down. */
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
