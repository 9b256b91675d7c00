import type { IncomingMessage } from 'node:http'

/** Origin at which a page was requested, so that its links stay in one origin. */
export function originOf({ headers }: IncomingMessage, fallback: string): string {
  return headers.host !== undefined && /^([\w.-]+|\[[\da-f:.]+\])(:\d+)?$/i.test(headers.host) ? `http://${headers.host}` : fallback
}
