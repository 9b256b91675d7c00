import { invalid } from '../api-error.js'
import type { Handler } from './call.js'
import { EventStream } from './event-stream.js'
import { KINDS } from './feed.js'

const HEARTBEAT_MILLISECONDS = 15_000

/** `GET /_mock/events`: ends when the server closes, or the sandbox is deleted. */
export const streamEvents: Handler<'streamEvents'> = async ({ mock, query, request, response, control }) => {
  const since = lastEventId(request.get('last-event-id'))
  const kinds = new Set<string>(query.types?.split(',') ?? KINDS)
  const feed = await control.feeds.of(mock)
  response.set({ 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' }).status(200)
  if (request.method === 'HEAD' || control.closing.aborted || response.destroyed) {
    response.end()
    return undefined
  }
  const { after, complete } = since === undefined ? { after: feed.last, complete: true } : feed.after(since)
  response.write(complete ? 'retry: 1000\n\n' : `retry: 1000\nevent: missed\ndata: ${JSON.stringify({ since })}\n\n`)
  const stream = new EventStream(feed, response, { after, kinds })
  const heartbeat = setInterval(() => {
    if (isCurrent()) return stream.keepAlive()
    control.feeds.delete(mock)
    response.end()
  }, HEARTBEAT_MILLISECONDS)
  const end = (): void => void response.end()
  control.closing.addEventListener('abort', end)
  response.once('close', () => {
    clearInterval(heartbeat)
    stream.stop()
    control.closing.removeEventListener('abort', end)
  })
  return undefined

  function isCurrent(): boolean {
    const { rootMock } = control
    return mock === rootMock || rootMock.sandboxes.has(mock)
  }
}

function lastEventId(given: string | undefined): number | undefined {
  if (given === undefined || given === '') return undefined
  if (/^\d{1,16}$/.test(given)) return Number(given)
  throw invalid([
    {
      field: 'Last-Event-ID',
      message: `Last-Event-ID must be the id of an event of this stream; got ${JSON.stringify(given.slice(0, 80))}`,
    },
  ])
}
