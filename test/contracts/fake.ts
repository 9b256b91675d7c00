import type { Mock } from '../../src/index.js'

/** A server's answer that a test may change on its way. */
export type Twist = (request: Request, answer: () => Promise<Response>) => Response | Promise<Response>

/** `fetch` into a mock, with no network between. */
export function fetchInto(mock: Mock, twist: Twist = (_, answer) => answer()): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const { pathname, search } = new URL(request.url)
    const bytes = new Uint8Array(await request.clone().arrayBuffer())
    const path = pathname.replace(/^\/v1/, '') + search
    return twist(request, async () => {
      const soon = mock.handle({ method: request.method, path, headers: Object.fromEntries(request.headers), body: bytes })
      const answer = (await soon.later) ?? soon
      return new Response(answer.body === '' ? null : answer.body, { status: answer.status, headers: answer.headers })
    })
  }
}
