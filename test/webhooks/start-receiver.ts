import { EventEmitter, once } from 'node:events'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { listening } from '../adapters/wire.js'

/** A request as received. */
export interface Post {
  readonly headers: IncomingHttpHeaders
  readonly rawHeaders: readonly string[]
  readonly body: Buffer
  /** The event in it. */
  readonly event: { readonly id: string; readonly event: string; readonly timestamp: string; readonly data: { readonly id: string } }
}

export interface RunningReceiver {
  readonly url: string
  readonly origin: string
  readonly posts: readonly Post[]
  /** Sets its behaviour from now on; by default it responds 204. */
  answer: (response: ServerResponse, post: Post) => void
  /** Waits until n requests have arrived. */
  gets(count: number): Promise<readonly Post[]>
}

export const answers =
  (status: number, body = '') =>
  (response: ServerResponse): void =>
    void response.writeHead(status).end(body)

/** A webhook receiver on a free port, closed after the test. */
export async function startReceiver(answer: RunningReceiver['answer'] = answers(204)): Promise<RunningReceiver> {
  const posts: Post[] = []
  const came = new EventEmitter()
  const { origin } = await listening(async (request, response) => {
    const body = Buffer.concat(await request.toArray())
    const post = { headers: request.headers, rawHeaders: request.rawHeaders, body, event: JSON.parse(String(body)) }
    posts.push(post)
    self.answer(response, post)
    came.emit('post')
  })
  const self: RunningReceiver = {
    url: `${origin}/hooks`,
    origin,
    posts,
    answer,
    async gets(count) {
      while (posts.length < count) await once(came, 'post')
      return posts
    },
  }
  return self
}
