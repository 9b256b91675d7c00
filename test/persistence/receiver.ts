import { createServer } from 'node:http'
import { listening } from '../adapters/wire.js'

/** A receiver of webhooks that answers with a status, and remembers the ids of the events that it was sent. */
export async function receiving(status = 204): Promise<{ readonly url: string; readonly ids: string[] }> {
  const ids: string[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (part) => {
      text += part
    })
    request.on('end', () => {
      ids.push(JSON.parse(text).id)
      response.writeHead(status).end()
    })
  })
  const { origin } = await listening(server)
  return { url: origin, ids }
}
