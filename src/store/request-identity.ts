import { splitPath } from '../api-request.js'
import { decodeSegment } from './decode-segment.js'

/**
 * Identity of a request for idempotency: requests are the same when method, path, query and JSON body are equal. Percent-encoding, the order
 * of parameters, and the order of fields, white space and escapes in the body do not matter; headers do not either.
 *
 * @param path - with the query
 * @param body - parsed JSON
 */
export function requestIdentity(method: string, path: string, body: unknown): string {
  const [pathname, query] = splitPath(path)
  const parameters = new URLSearchParams(query)
  parameters.sort()
  const segments = pathname.split('/').map((segment) => encodeURIComponent(decodeSegment(segment)))
  const text = `${method} ${segments.join('/')}?${parameters}\n${body === undefined ? '' : canonicalJson(body)}`
  return `${text.length}-${hash(text, 0)}-${hash(text, 1)}`
}

/** JSON with the fields of objects in order of their names. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}

/**
 * A 53-bit hash (cyrb53), synchronous in browsers too. Two of them and the length tell requests apart; the digest protects nothing, as a
 * client that finds a collision deceives only itself.
 */
function hash(text: string, seed: number): string {
  let a = 0xdeadbeef ^ seed
  let b = 0x41c6ce57 ^ seed
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 2654435761)
    b = Math.imul(b ^ code, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36)
}
