import { responseValidators } from '../../src/generated/response-validators.js'
import { type Fields, type Route, routes } from '../../src/generated/routes.js'
import type { Call } from '../exchange-log.js'
import { WITHOUT_CONTENT } from '../violations.js'
import type { RuleReport } from './report.js'

/** How far a run has looked at one operation: what was sent, by what was answered. */
export interface OperationCoverage {
  /** `PATCH /conversations/{id}`. */
  readonly endpoint: string
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
}

export interface Column {
  /** `200`, `404`. */
  readonly status: string
  /** Whether the document has it for the operation. */
  readonly documented: boolean
}

export interface Row {
  /** `perPage`, `contact.phone`; empty for any call. */
  readonly name: string
  readonly kind: 'any call' | 'query' | 'body'
  /** One for each column. */
  readonly cells: readonly Cell[]
}

/** Calls with a parameter that were answered with a status. */
export interface Cell {
  readonly calls: number
  readonly rules: readonly string[]
  /** Failed rules of the operation that made such a call. */
  readonly broken: readonly string[]
}

/** A call with what it was made for. */
interface Exercise {
  readonly call: Call
  readonly rule: RuleReport
}

/** One table for each operation of the document. */
export function coverageOf(rules: readonly RuleReport[]): readonly OperationCoverage[] {
  const all = rules.flatMap((rule) => rule.calls.map((call) => ({ call, rule })))
  return routes.map((route) => {
    const its = all.filter(({ call }) => call.operation === route.operationId && call.method === route.method)
    const columns = columnsOf(route, its)
    const rowOf = (kind: Row['kind'], name: string, isPart: (call: Call) => boolean): Row => {
      const part = its.filter(({ call }) => isPart(call))
      return { kind, name, cells: columns.map(({ status }) => cellOf(part.filter(({ call }) => String(call.status) === status))) }
    }
    return {
      endpoint: `${route.method} ${route.path}`,
      columns,
      rows: [
        rowOf('any call', '', () => true),
        ...Object.keys(route.query).map((name) => rowOf('query', name, ({ path }) => hasParameter(path, name))),
        ...namesOf(route.body?.fields ?? {}).map((name) => rowOf('body', name, ({ fields }) => fields.includes(name))),
      ],
    }
  })
}

/** No request brings these about: they are outages, limits, and keys of another kind. */
const NOT_PROVOKED: ReadonlySet<string> = new Set(['403', '429', '500', '503'])

/** Of all parameters, and of the documented statuses that a request can bring about, how many were met. */
export function reachOf(tables: readonly OperationCoverage[]): {
  readonly parameters: number
  readonly ofParameters: number
  readonly statuses: number
  readonly ofStatuses: number
} {
  const parameters = tables.flatMap(({ rows }) => rows.filter(({ kind }) => kind !== 'any call'))
  const statuses = tables.flatMap(({ columns, rows }) =>
    columns.map(({ status, documented }, i) => ({ status, documented, calls: rows[0]?.cells[i]?.calls ?? 0 })),
  )
  const documented = statuses.filter((column) => column.documented && !NOT_PROVOKED.has(column.status))
  return {
    parameters: parameters.filter(({ cells }) => cells.some(({ calls }) => calls > 0)).length,
    ofParameters: parameters.length,
    statuses: documented.filter(({ calls }) => calls > 0).length,
    ofStatuses: documented.length,
  }
}

function columnsOf({ operationId }: Route, exercises: readonly Exercise[]): readonly Column[] {
  const empty = WITHOUT_CONTENT.get(operationId)
  const documented = [...(empty === undefined ? [] : [String(empty)]), ...Object.keys(responseValidators.responses[operationId])]
  const met = [...new Set(exercises.map(({ call }) => String(call.status)))].filter((status) => !documented.includes(status))
  return [...documented.map((status) => ({ status, documented: true })), ...met.sort().map((status) => ({ status, documented: false }))]
}

function cellOf(exercises: readonly Exercise[]): Cell {
  const broken = exercises.filter(
    ({ call, rule }) => rule.operation === call.operation && (rule.state === 'broken' || rule.state === 'known'),
  )
  return { calls: exercises.length, rules: idsOf(exercises), broken: idsOf(broken) }
}

function idsOf(exercises: readonly Exercise[]): readonly string[] {
  return [...new Set(exercises.map(({ rule }) => rule.id))]
}

function hasParameter(path: string, name: string): boolean {
  return new URLSearchParams(path.split('?')[1] ?? '').has(name)
}

function namesOf(fields: Fields, before = ''): string[] {
  return Object.entries(fields).flatMap(([name, inner]) => [before + name, ...(inner === true ? [] : namesOf(inner, `${before}${name}.`))])
}
