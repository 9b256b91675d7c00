import { type ApiRequest, header } from '../api-request.js'

/** A `Request` of fetch, say, has other properties: whoever hands one in made a mistake that no answer should hide. */
export function requireRequest({ method, path, headers, body }: ApiRequest): void {
  if (typeof method !== 'string' || typeof path !== 'string') {
    throw new TypeError(`handle: method and path must be text, as in { method: 'GET', path: '/conversations' }; got ${method} and ${path}`)
  }
  if (headers !== undefined && typeof headers['get'] === 'function') {
    throw new TypeError('handle: headers must be a plain object, such as Object.fromEntries(headers)')
  }
  if (body !== undefined && body !== null && typeof body !== 'string' && !ArrayBuffer.isView(body)) {
    throw new TypeError('handle: body must be text or bytes, such as JSON.stringify(body)')
  }
}

/** The id that the client gave to its request, when it is one that a header can carry back. */
export function clientRequestId(request: ApiRequest): string | undefined {
  const id = header(request, 'x-request-id')
  return id !== undefined && /^[\x21-\x7e]{1,200}$/.test(id) ? id : undefined
}
