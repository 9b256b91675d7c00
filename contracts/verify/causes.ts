import { type OperationId, type Route, routes } from '../../src/generated/routes.js'
import type { Call } from '../exchange-log.js'
import type { RuleReport } from './report.js'
import { grouped } from './summary.js'

/** A probable cause of one or more failures. */
export interface Cause {
  /** In one line. */
  readonly headline: string
  /** In the order of the guide; the first one shows it. */
  readonly rules: readonly [RuleReport, ...RuleReport[]]
  /** The rules have the same finding, each from its own request. */
  readonly alike: boolean
}

/** Minimum number of rules with an identical finding that are reported as one cause. */
const MIN_SHARED = 3

/**
 * Groups failed rules by their probable cause: an operation that never succeeds, or a response that many rules depend on. One fault of a
 * server may fail a hundred rules, and is reported once. The cause of the most failures comes first.
 *
 * @param rules - all rules of a run: those that passed show which operations work
 */
export function causesOf(rules: readonly RuleReport[]): readonly Cause[] {
  const dead = deadOperations(rules)
  const broken = rules.filter(({ state }) => state === 'broken')
  const finding = grouped(broken, findingOf)
  const causes = grouped(broken, (rule) => {
    const isMany = (finding.get(findingOf(rule))?.length ?? 0) >= MIN_SHARED
    return sharedCause(rule, dead) ?? (isMany ? findingOf(rule) : rule.id)
  })
  return [...causes]
    .flatMap(([key, [first, ...others]]) => {
      if (first === undefined) return []
      const headline = sharedCause(first, dead)
      const rules = decisiveFirst([first, ...others], headline)
      return [{ headline: headline ?? reasonLine(first), rules, alike: key !== headline }]
    })
    .sort((one, other) => other.rules.length - one.rules.length)
}

/** Puts the rule first that failed at the operation itself; others may have failed before they called it. */
function decisiveFirst(rules: Cause['rules'], headline = ''): Cause['rules'] {
  const [endpoint = ''] = /^[A-Z]+ \/\S*/.exec(headline) ?? []
  const decisive = rules.find(({ reason = '' }) => endpoint !== '' && reason.startsWith(`${endpoint} was answered`))
  return decisive === undefined ? rules : [decisive, ...rules.filter((rule) => rule !== decisive)]
}

/** The call that shows why a rule failed: the last one. */
export function decisiveCall({ calls }: RuleReport): Call | undefined {
  return calls.at(-1)
}

/** A cause that can affect several rules, or `undefined` for a finding of this rule alone. */
function sharedCause(rule: RuleReport, dead: ReadonlyMap<OperationId, string>): string | undefined {
  const operations = new Set([rule.operation, ...rule.calls.map(({ operation }) => operation)])
  for (const [operation, headline] of dead) if (operations.has(operation)) return headline
  const reason = reasonLine(rule)
  return rule.unreachable || /^[A-Z]+ \/\S* was answered|^responses do not match|^a response is missing a documented field/.test(reason)
    ? withoutIds(reason)
    : undefined
}

function findingOf({ reason = '', diff = '' }: RuleReport): string {
  return `${reason}\n${diff}`
}

function reasonLine({ reason = '', sentence }: RuleReport): string {
  return (reason || sentence).split('\n')[0] ?? ''
}

/** Operations that never succeeded although a rule required it. */
function deadOperations(rules: readonly RuleReport[]): ReadonlyMap<OperationId, string> {
  const calls = rules.flatMap((rule) => rule.calls)
  return new Map(
    routes.flatMap((route) => {
      const its = calls.filter(({ operation, method }) => operation === route.operationId && method === route.method)
      const needed = rules.some(({ reason = '' }) => reason.startsWith(`${route.method} ${route.path} was answered`))
      const lives = its.some(({ status }) => status < 400)
      return lives || !needed ? [] : [[route.operationId, deadHeadline(route, its)] as const]
    }),
  )
}

function deadHeadline({ method, path }: Route, calls: readonly Call[]): string {
  const byStatus = [...grouped(calls, ({ status }) => String(status))].sort(([, one], [, other]) => other.length - one.length)
  const statuses = byStatus.map(([status, its]) => `${status} (${its.length}×)`).join(', ')
  const missing = byStatus.every(([status]) => ['401', '404', '405', '501'].includes(status))
  return `${method} ${path} is never answered with success, but with ${statuses}${missing ? ': the server does not seem to have it' : ''}`
}

/** Replaces ids and times, which differ between rules. */
function withoutIds(reason: string): string {
  return reason.replace(/"[^"\s]*\d[^"\s]*"/g, '"…"').replace(/\/conversations\/[^\s/?{]+/g, '/conversations/{id}')
}
