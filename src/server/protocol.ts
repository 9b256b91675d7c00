import type { IncomingMessage } from 'node:http'

/** A name or address with an optional port (RFC 9110, 7.2); empty where the target has no authority. */
const HOST = /^(\[[\da-f:.]+\]|[\w.~!$&'()*+,;=%-]*)(:\d*)?$/i

/**
 * The violation of HTTP/1.1 that Node leaves to the server, if a request has one: no host, several, or an invalid one (RFC 9112, 3.2), an unknown
 * transfer coding (6.1).
 */
export function protocolError({
  headers,
  httpVersion,
}: IncomingMessage): { readonly status: number; readonly message: string } | undefined {
  const { host, 'transfer-encoding': coding } = headers
  if (host === undefined ? httpVersion === '1.1' : !HOST.test(host))
    return { status: 400, message: 'Host must be one host, with or without a port' }
  if (coding !== undefined && coding.toLowerCase() !== 'chunked') {
    return { status: 501, message: `Transfer-Encoding must be chunked; got ${quoted(coding)}` }
  }
  return undefined
}

/** The reason for rejecting an `Expect` (RFC 9110, 10.1.1). */
export function expectationError({ headers }: IncomingMessage): { readonly status: number; readonly message: string } {
  return { status: 417, message: `Expect must be 100-continue; got ${quoted(headers.expect ?? '')}` }
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 80))
}
