import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type Request, type Response } from 'express'

/** A conversation in the format of this team: flat, in snake case. */
interface Thread {
  readonly id: string
  readonly channel_id: string
  state: 'open' | 'resolved'
  assignee: string | null
  tags: readonly string[]
  metadata: object
  readonly created_at: string
  updated_at: string
}

/** A server of the same purpose as another team would have written it, without the guide at hand. */
export async function startOtherTeamServer(): Promise<{
  readonly url: string
  readonly threads: Map<string, Thread>
  close(): Promise<void>
}> {
  const threads = new Map<string, Thread>()
  for (let i = 0; i < 30; i++) add(threads, { channel_id: i % 2 ? 'mail' : 'whatsapp', assignee: i % 3 ? `agent-${i % 3}` : null })
  const app = express()
  app.use(express.json())
  app.use((request, response, next) => {
    if (request.headers.authorization?.startsWith('Bearer ') && !request.headers.authorization.includes('invalid')) return next()
    fail(response, 401, 'Not authorized')
  })
  app
    .route('/v1/conversations')
    .get((request, response) => {
      const size = Number(request.query['page_size'] ?? 25)
      const page = Number(request.query['page'] ?? 1)
      succeed(response, [...threads.values()].slice((page - 1) * size, page * size), { total: threads.size, page, page_size: size })
    })
    .post((request, response) => succeed(response, add(threads, request.body)))
  app
    .route('/v1/conversations/:id')
    .get((request, response) => withThread(request, response, (thread) => succeed(response, thread)))
    .put((request, response) => withThread(request, response, (thread) => succeed(response, Object.assign(thread, request.body))))
  app.post('/v1/conversations/:id/resolve', (request, response) =>
    withThread(request, response, (thread) => succeed(response, Object.assign(thread, { state: 'resolved' }))),
  )
  app.post('/v1/conversations/:id/assign', (request, response) =>
    withThread(request, response, (thread) => succeed(response, Object.assign(thread, { assignee: request.body.agent }))),
  )
  app.use((_, response) => fail(response, 404, 'No such route'))

  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening))
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    threads,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }

  function withThread(request: Request, response: Response, then: (thread: Thread) => void): void {
    const thread = threads.get(String(request.params['id']))
    if (thread === undefined) fail(response, 404, 'Not found')
    else then(thread)
  }
}

function add(threads: Map<string, Thread>, fields: object): Thread {
  const now = new Date().toISOString()
  const thread: Thread = {
    id: randomUUID(),
    channel_id: 'mail',
    state: 'open',
    assignee: null,
    tags: [],
    metadata: {},
    ...fields,
    created_at: now,
    updated_at: now,
  }
  threads.set(thread.id, thread)
  return thread
}

function succeed(response: Response, data: unknown, more: object = {}): void {
  response.json({ success: true, data, ...more })
}

function fail(response: Response, status: number, message: string): void {
  response.status(status).json({ success: false, message })
}
