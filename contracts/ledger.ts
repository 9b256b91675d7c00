import { responseValidators } from '../src/generated/response-validators.js'
import { type OperationId, routes } from '../src/generated/routes.js'
import type { Exchange } from './exchange.js'

/** An answer that does not fit the document. */
export interface Departure {
  readonly operation: OperationId
  readonly exchange: Exchange
  /** What does not fit, one entry for each thing. */
  readonly problems: readonly string[]
}

/** Some answers of an operation do not fit the document. */
export class AnswersDepart extends Error {
  constructor(problems: readonly string[]) {
    super(`answers do not fit the document: ${[...new Set(problems)].join('; ')}`)
  }
}

/** Of these the guide and the platform show no answer, so that none departs from it. */
const WITHOUT_EXAMPLE: ReadonlySet<OperationId> = new Set(['transferConversation', 'retryDelivery'])

/** Operations whose success is documented to have no content, with its status. */
export const WITHOUT_CONTENT: ReadonlyMap<OperationId, number> = new Map(
  routes.filter(({ status }) => status === 204).map(({ operationId, status }) => [operationId, status]),
)

/** What all the exchanges of a run come to: how the answers of each operation fit the document, and what was never told of. */
export class Ledger {
  readonly departures: Departure[] = []
  /** Statuses that the document does not have for an operation: `closeConversation 418`. */
  readonly undocumented = new Set<string>()

  note(exchange: Exchange): void {
    const { operation, method, answer } = exchange
    if (operation === undefined || method === 'HEAD') return
    const validator = responseValidators.responses[operation][String(answer.status)]
    if (validator === undefined && answer.status === WITHOUT_CONTENT.get(operation)) {
      this.#noteEmpty(operation, exchange)
      return
    }
    if (validator === undefined) this.undocumented.add(`${operation} ${answer.status}`)
    if (WITHOUT_EXAMPLE.has(operation) && answer.status < 300) return
    if (answer.status >= 500 && validator === undefined) return
    const fits = validator ?? (answer.status >= 400 ? responseValidators.error : undefined)
    if (fits === undefined || fits(answer.body)) return
    const problems = (fits.errors ?? []).map(({ instancePath, keyword, params }) => problem(instancePath, keyword, params))
    this.departures.push({ operation, exchange, problems: [...new Set(problems)] })
  }

  #noteEmpty(operation: OperationId, exchange: Exchange): void {
    const { status, text } = exchange.answer
    if (text !== '') this.departures.push({ operation, exchange, problems: [`a ${status} has no body`] })
  }
}

function problem(instancePath: string, keyword: string, params: Readonly<Record<string, unknown>>): string {
  const where = instancePath === '' ? 'the body' : wordsOf(instancePath)
  if (keyword === 'required') return `${where} lacks ${params['missingProperty']}`
  if (keyword === 'type') return `${where} must be ${params['type']}`
  if (keyword === 'enum') return `${where} must be one of ${String(params['allowedValues'])}`
  return `${where} breaks "${keyword}" ${JSON.stringify(params)}`
}

/** `/data/0/attributes/tags` is `data[].attributes.tags`: what is wrong with one item is wrong with most. */
function wordsOf(pointer: string): string {
  const path = pointer.slice(1).replaceAll('/', '.')
  return path.replace(/\.\d+(?=\.|$)/g, '[]')
}
