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
  /** The rules found the same, each by a request of its own. */
  readonly alike: boolean
}

/** Minimum number of rules with an identical finding that are reported as one cause. */
const MIN_SHARED = 3

/**
 * Broken rules by what seems to be the cause of it: an operation that is never answered with success, or an answer on which many rules
 * rest. One mistake of a server may break a hundred rules, and is to be told once. Causes of most rules come first.
 *
 * @param rules - all of a run: those that are kept show what works
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

/** First the rule that rests on what does not work: others may have stumbled before they came to it. */
function decisiveFirst(rules: Cause['rules'], headline = ''): Cause['rules'] {
  const [endpoint = ''] = /^[A-Z]+ \/\S*/.exec(headline) ?? []
  const telling = rules.find(({ reason = '' }) => endpoint !== '' && reason.startsWith(`${endpoint} was answered`))
  return telling === undefined ? rules : [telling, ...rules.filter((rule) => rule !== telling)]
}

/** The call that shows why a rule is broken: the last one. */
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

/** Operations that never succeeded, where a rule had to rely on that. */
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

/** Each rule has its own ids and times. */
function withoutIds(reason: string): string {
  return reason.replace(/"[^"\s]*\d[^"\s]*"/g, '"…"').replace(/\/conversations\/[^\s/?{]+/g, '/conversations/{id}')
}
