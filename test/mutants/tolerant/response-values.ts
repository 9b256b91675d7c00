import type { Answer } from '../answer.js'
import type { Call } from '../call.js'

/** Returns additional fields, and other representations where the guide allows them. */
export function dress(answer: Answer, call: Call): void {
  const { body, headers, pagination } = answer
  if (body.data !== undefined) {
    rewriteTimestamps(body.data)
    decorate(body.data)
  }
  if (body.meta?.pagination) {
    const { page = 1, totalPages = 0 } = pagination
    Object.assign(pagination, { hasNextPage: page < totalPages, hasPrevPage: page > 1, totalPages: Math.max(1, totalPages), offset: 0 })
  }
  if (body.error) {
    delete body.error.details
    Object.assign(body.error, { documentation: 'https://docs.example.com/errors', retryable: false })
  }
  Object.assign(body, { links: { self: call.path }, jsonapi: { version: '1.1' } })

  const given = call.headers['x-request-id']
  if (given === undefined) {
    headers.delete('x-request-id')
    delete body.meta?.requestId
  }
  for (const name of [...headers.keys()]) if (name.startsWith('access-control-')) headers.delete(name)
  headers.set('Content-TYPE', 'application/vnd.api+json')
  headers.set('X-RATELIMIT-limit', '1000')
  headers.set('X-Powered-By', 'Acme')
}

/** Names of timestamp fields, at any depth. */
const MOMENT = /At$|^timestamp$/

/** With milliseconds and a numeric offset, as some databases format them. */
function rewriteTimestamps(value: unknown): void {
  visit(value, (object) => {
    for (const [name, inner] of Object.entries(object)) {
      if (MOMENT.test(name) && typeof inner === 'string') Object.assign(object, { [name]: inner.replace(/Z$/, '.000+00:00') })
    }
  })
}

/** Adds an undocumented field to every object. */
function decorate(value: unknown): void {
  visit(value, (object) => {
    Object.assign(object, { links: {}, revision: 7, labels: [], locale: 'en-US' })
  })
}

/** User data in metadata and headers, and sent payloads, are not changed. */
const UNCHANGED = ['metadata', 'headers', 'payload']

/** Applies a function to every other object. */
function visit(value: unknown, change: (object: object) => void): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const inner of value) visit(inner, change)
    return
  }
  const parts = Object.entries(value).filter(([name]) => !UNCHANGED.includes(name))
  for (const [, inner] of parts) visit(inner, change)
  change(value)
}
