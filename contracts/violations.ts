import { responseValidators } from '../src/generated/response-validators.js'
import { type OperationId, routes } from '../src/generated/routes.js'
import type { Exchange } from './exchange.js'

/** A response that does not match the document. */
export interface Violation {
  readonly operation: OperationId
  readonly exchange: Exchange
  /** One entry for each mismatch. */
  readonly problems: readonly string[]
}

/** Some responses of an operation do not match the document. */
export class ViolationsFound extends Error {
  constructor(problems: readonly string[]) {
    super(`responses do not match the document: ${[...new Set(problems)].join('; ')}`)
  }
}

/** Operations whose successful response neither the guide nor the platform shows; it is not checked. */
const WITHOUT_EXAMPLE: ReadonlySet<OperationId> = new Set(['transferConversation', 'retryDelivery'])

/** Operations whose success is documented to have no content, with its status. */
export const WITHOUT_CONTENT: ReadonlyMap<OperationId, number> = new Map(
  routes.filter(({ status }) => status === 204).map(({ operationId, status }) => [operationId, status]),
)

/** Validates all exchanges of a run against the document; collects violations and undocumented statuses. */
export class Violations {
  readonly all: Violation[] = []
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
    this.all.push({ operation, exchange, problems: [...new Set(problems)] })
  }

  #noteEmpty(operation: OperationId, exchange: Exchange): void {
    const { status, text } = exchange.answer
    if (text !== '') this.all.push({ operation, exchange, problems: [`a ${status} has no body`] })
  }
}

function problem(instancePath: string, keyword: string, params: Readonly<Record<string, unknown>>): string {
  const where = instancePath === '' ? 'the body' : fieldPath(instancePath)
  if (keyword === 'required') return `${where} is missing ${params['missingProperty']}`
  if (keyword === 'type') return `${where} must be ${params['type']}`
  if (keyword === 'enum') return `${where} must be one of ${String(params['allowedValues'])}`
  return `${where} breaks "${keyword}" ${JSON.stringify(params)}`
}

/** `/data/0/attributes/tags` as `data[].attributes.tags`: the same mistake in several items is one problem. */
function fieldPath(pointer: string): string {
  const path = pointer.slice(1).replaceAll('/', '.')
  return path.replace(/\.\d+(?=\.|$)/g, '[]')
}
