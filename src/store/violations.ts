import { MAX_DETAILS } from '../api-error.js'
import type { Violation } from '../generated/request-validators.js'
import { quoted } from './quoted.js'

/** One invalid value. */
export interface Problem {
  /** Path of the value: `contact.phone`. */
  readonly field: string
  /** Names the field, the value, and what is valid. */
  readonly message: string
}

/** Problems of the first fields, and the number of further fields with problems. */
export type Problems = readonly Problem[] & { readonly more: number }

/**
 * Violations of a schema as problems, one for each field.
 *
 * @param root - name of the validated value itself
 */
export function describe(violations: readonly Violation[], value: unknown, root = 'body'): Problems {
  const wishes = new Map<string, { readonly path: readonly string[]; readonly violations: Violation[] }>()
  const others = new Set<string>()
  for (const violation of violations) {
    const path = pathOf(violation)
    const field = nameOf(path) || root
    const known = wishes.get(field)
    if (known !== undefined) known.violations.push(violation)
    else if (wishes.size < MAX_DETAILS) wishes.set(field, { path, violations: [violation] })
    else others.add(field)
  }
  const problems = [...wishes].map(([field, wish]) => ({
    field,
    message: `${field} ${requirementText(wish.violations)}${but(wish.violations, valueAt(value, wish.path))}`,
  }))
  return Object.assign(problems, { more: others.size })
}

/** The first violation of a field is enough, but each alternative of `anyOf` is named. */
function requirementText(violations: readonly Violation[]): string {
  const [first, ...others] = violations
  if (first === undefined) return ''
  if (!others.some(({ keyword }) => keyword === 'anyOf')) return wish(first)
  const alternatives = violations.filter(({ keyword }) => keyword !== 'anyOf').map((violation) => wish(violation).replace('must be ', ''))
  return `must be ${[...new Set(alternatives)].join(' or ')}`
}

/** A path such as `contact.phone` or `tags[2]`; empty for the root. */
function nameOf(path: readonly string[]): string {
  return path.reduce((name, part) => (/^\d+$/.test(part) ? `${name}[${part}]` : name === '' ? part : `${name}.${part}`), '')
}

/** Path of the invalid property; for a missing one, where it should be. */
function pathOf({ instancePath, keyword, params }: Violation): string[] {
  const path = instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  if (keyword === 'required') return [...path, String(params['missingProperty'])]
  return keyword === 'discriminator' ? [...path, String(params['tag'])] : path
}

function wish({ keyword, params }: Violation): string {
  switch (keyword) {
    case 'required':
      return 'is required'
    case 'type':
      return `must be ${withArticle(String(params['type']))}`
    case 'enum':
      return `must be one of ${listed(params['allowedValues'])}`
    case 'const':
      return `must be ${JSON.stringify(params['allowedValue'])}`
    case 'minimum':
      return `must be at least ${params['limit']}`
    case 'maximum':
      return `must be at most ${params['limit']}`
    case 'minLength':
      return Number(params['limit']) === 1 ? 'must not be empty' : `must have at least ${params['limit']} characters`
    case 'minProperties':
      return 'must not be empty'
    case 'minItems':
      return `must have at least ${params['limit']} of them`
    case 'pattern':
      return PATTERNS[String(params['pattern'])] ?? `must match ${params['pattern']}`
    case 'format':
      return FORMATS[String(params['format'])] ?? `must be a ${params['format']}`
    case 'additionalProperties':
      return `has the unknown field ${quoted(params['additionalProperty'])}`
    case 'discriminator':
      return 'must be a kind that the spec knows'
    default:
      return 'must be written as the spec says'
  }
}

const PATTERNS: Readonly<Record<string, string>> = {
  '^\\+[1-9]\\d{1,14}$': 'must be a phone number in E.164 format, such as "+5511999999999"',
  '^[A-Za-z]+$': 'must be the name of an operation, such as "listConversations"',
  '^(change|request|delivery|reset|clock)(,(change|request|delivery|reset|clock))*$':
    'must be kinds of events with commas between them, of change, request, delivery, reset and clock',
  '^\\S+$': 'must be text without white space',
  '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:[0-5]\\dZ$': 'must be a date-time in UTC, to the second, such as "2024-01-15T10:00:00Z"',
}

const FORMATS: Readonly<Record<string, string>> = {
  email: 'must be an email address, such as "john@example.com"',
  uri: 'must be a URL, such as "https://example.com/a.jpg"',
  date: 'must be a date, such as "2024-01-15"',
  'date-time': 'must be a date-time in ISO 8601 with its offset, such as "2024-01-15T10:00:00Z"',
}

const VALUELESS = new Set(['required', 'additionalProperties', 'minProperties'])

/** The value as messages quote it; empty where there is none. */
function but([first]: readonly Violation[], value: unknown): string {
  if (first === undefined || VALUELESS.has(first.keyword)) return ''
  const hint = LOST_PLUS.test(String(value)) && first.keyword === 'format' ? '; in a query, "+" is written "%2B"' : ''
  return `; got ${quoted(value)}${hint}`
}

/** A date-time whose `+` was sent as it is in a query, where it means a space. */
const LOST_PLUS = /T\d\d:\d\d.* \d\d(:?\d\d)?$/i

function valueAt(value: unknown, path: readonly string[]): unknown {
  let at = value
  for (const key of path) at = typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined
  return at ?? null
}

function withArticle(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`
}

function listed(values: unknown): string {
  return Array.isArray(values) ? values.join(', ') : String(values)
}
