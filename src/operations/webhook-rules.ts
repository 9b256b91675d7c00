import { ApiError, type ErrorDetail, invalid, MAX_DETAILS } from '../api-error.js'
import { EVENT_NAMES } from '../events/event.js'
import { quoted } from '../store/quoted.js'
import { isLoopback } from './loopback.js'

/** Events that this mock sends. */
const SENT: readonly string[] = [...EVENT_NAMES, 'test.ping']
/** Events of the platform that this mock does not send; webhooks may ask for them. Only the names of message events are known. */
const OTHERS = /^(message\.(delivered|read|failed)|(channel|bot|contact)(\.[a-z]+){1,2})$/

/** Headers that a delivery sets itself, or that belong to the connection. */
const OWN_HEADERS =
  /^(x-linktor-.*|content-(type|length|encoding)|transfer-encoding|host|connection|keep-alive|upgrade|expect|te|trailer|proxy-.*)$/i

/** Receivers that webhooks may have. */
export interface Receivers {
  /** Hosts beside loopback that may be reached by http. */
  readonly allowHttpHosts: ReadonlySet<string>
  /** The caller is on another machine, and may not reach this one by a webhook. */
  readonly isRemote?: boolean | undefined
}

/**
 * Checks that events can be sent to a webhook.
 *
 * @throws ApiError INVALID_URL, INVALID_EVENTS, or VALIDATION_ERROR for headers that it may not set
 */
export function requireDeliverable(
  webhook: {
    readonly url?: string | undefined
    readonly events?: readonly string[] | undefined
    readonly headers?: Readonly<Record<string, string>> | undefined
  },
  receivers: Receivers,
): void {
  const { url, events, headers = {} } = webhook
  if (url !== undefined) requireUrl(url, receivers)
  if (events !== undefined) requireEvents('events', events)
  const problems = Object.entries(headers).flatMap(([name, value]) => headerProblem(name, value) ?? [])
  if (problems.length > 0) throw invalid(problems)
}

/** @throws ApiError INVALID_EVENTS naming each unknown event */
export function requireEvents(field: 'events' | 'event', events: readonly string[]): void {
  const details = events.flatMap((event, i) => {
    if (SENT.includes(event) || OTHERS.test(event)) return []
    const name = field === 'event' ? field : `${field}[${i}]`
    return { field: name, message: `${name} must be an event such as ${SENT.join(', ')}; got ${quoted(event)}` }
  })
  const [first] = details
  if (first === undefined) return
  const rest = details.length > MAX_DETAILS ? `; and ${details.length - MAX_DETAILS} more` : ''
  throw new ApiError('INVALID_EVENTS', `Unknown event: ${first.message}${rest}`, details.slice(0, MAX_DETAILS))
}

function requireUrl(url: string, { allowHttpHosts, isRemote }: Receivers): void {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  const { protocol, hostname = '', username, password } = parsed ?? {}
  const isPlain = protocol === 'http:' && (isLoopback(hostname) || isAllowed(hostname, allowHttpHosts))
  if (isRemote && isLoopback(hostname) && !isAllowed(hostname, allowHttpHosts)) {
    const message = `url must not be one of the machine of the mock, as the call comes from another machine; got ${JSON.stringify(url)}`
    throw new ApiError('INVALID_URL', message, [{ field: 'url', message }])
  }
  if ((protocol === 'https:' || isPlain) && username === '' && password === '') return
  const message = `url must be an https URL without a password, or an http one of this machine or of an allowed host; got ${JSON.stringify(url)}`
  throw new ApiError('INVALID_URL', message, [{ field: 'url', message }])
}

/** Compares by lower case and without the brackets of an IPv6 address. */
function isAllowed(hostname: string, hosts: ReadonlySet<string>): boolean {
  return [...hosts].some((host) => host.replace(/^\[?(.*?)\]?$/, '$1').toLowerCase() === hostname.replace(/^\[(.*)\]$/, '$1'))
}

function headerProblem(name: string, value: string): ErrorDetail | undefined {
  const field = `headers.${name}`
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) return { field, message: `${field} must be the name of a header; got ${JSON.stringify(name)}` }
  if (OWN_HEADERS.test(name)) return { field, message: `${field} may not be set: a delivery has one of its own` }
  if (/^[\t\x20-\x7e]*$/.test(value)) return undefined
  return { field, message: `${field} must be printable ASCII; got ${JSON.stringify(value)}` }
}
