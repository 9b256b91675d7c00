import { EventEmitter, once } from 'node:events'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { startHttpServer } from '../adapters/wire.js'

/** A request as received. */
export interface ReceivedRequest {
  readonly headers: IncomingHttpHeaders
  readonly rawHeaders: readonly string[]
  readonly body: Buffer
  /** Its event. */
  readonly event: { readonly id: string; readonly event: string; readonly timestamp: string; readonly data: { readonly id: string } }
}

export interface RunningReceiver {
  readonly url: string
  readonly origin: string
  readonly posts: readonly ReceivedRequest[]
  /** Sets its behaviour from now on; by default it responds 204. */
  respond: (response: ServerResponse, post: ReceivedRequest) => void
  /** Waits until n requests have arrived. */
  waitFor(count: number): Promise<readonly ReceivedRequest[]>
}

export const respondWith =
  (status: number, body = '') =>
  (response: ServerResponse): void =>
    void response.writeHead(status).end(body)

/** A webhook receiver on a free port, closed after the test. */
export async function startReceiver(respond: RunningReceiver['respond'] = respondWith(204)): Promise<RunningReceiver> {
  const posts: ReceivedRequest[] = []
  const arrivals = new EventEmitter()
  const { origin } = await startHttpServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray())
    const post = { headers: request.headers, rawHeaders: request.rawHeaders, body, event: JSON.parse(String(body)) }
    posts.push(post)
    self.respond(response, post)
    arrivals.emit('post')
  })
  const self: RunningReceiver = {
    url: `${origin}/hooks`,
    origin,
    posts,
    respond,
    async waitFor(count) {
      while (posts.length < count) await once(arrivals, 'post')
      return posts
    },
  }
  return self
}
