import type { IncomingMessage } from 'node:http'

/** The origin that a page was asked for at: what the page links to there is of one origin with it. */
export function originOf({ headers }: IncomingMessage, fallback: string): string {
  return headers.host !== undefined && /^([\w.-]+|\[[\da-f:.]+\])(:\d+)?$/i.test(headers.host) ? `http://${headers.host}` : fallback
}
