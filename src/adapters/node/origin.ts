import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'

const HOST = /^([\w.-]+|\[[\da-f:.]+\])(:\d+)?$/i
const PREFIX = /^(\/[\w.~-]+)+$/

/** Address of the server as its clients see it: an origin, and a path prefix behind a reverse proxy that adds one. */
export interface PublicAddress {
  /** `https://mock.example` */
  readonly origin: string
  /** `/linktor`, or empty. */
  readonly prefix: string
}

/**
 * Finds the address at which a request reached the server, so that links stay in one origin.
 *
 * @param fallback - origin for requests that do not say
 * @param trustProxy - reads `Forwarded` (RFC 7239) and `X-Forwarded-Proto`, `-Host` and `-Prefix`, which any client can send
 */
export function addressOf({ headers }: Pick<IncomingMessage, 'headers'>, fallback: string, trustProxy: boolean): PublicAddress {
  const { proto, host, prefix } = trustProxy ? forwarded(headers) : {}
  const named = [host, headers.host].find((name) => name !== undefined && HOST.test(name))
  return {
    origin: named === undefined ? fallback : `${proto === 'https' ? 'https' : 'http'}://${named}`,
    prefix: prefix !== undefined && PREFIX.test(prefix) ? prefix : '',
  }
}

interface Forwarded {
  readonly proto?: string | undefined
  readonly host?: string | undefined
  readonly prefix?: string | undefined
}

/** Facts of the first proxy, which the client has reached. */
function forwarded(headers: IncomingHttpHeaders): Forwarded {
  const [element = ''] = String(headers['forwarded'] ?? '').split(',')
  return {
    proto: (parameter(element, 'proto') ?? first(headers['x-forwarded-proto']))?.toLowerCase(),
    host: parameter(element, 'host') ?? first(headers['x-forwarded-host']),
    prefix: first(headers['x-forwarded-prefix'])?.replace(/\/+$/, ''),
  }
}

function parameter(element: string, name: string): string | undefined {
  const [, quoted, token] = new RegExp(`(?:^|;)\\s*${name}=(?:"([^"]*)"|([^;\\s]*))`, 'i').exec(element) ?? []
  return quoted ?? token
}

function first(value: string | string[] | undefined): string | undefined {
  return value === undefined ? undefined : String(value).split(',')[0]?.trim()
}
