import { createServer } from 'node:http'
import { startHttpServer } from '../adapters/wire.js'

/** A webhook receiver that responds with a status, and records the ids of the events. */
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
  const { origin } = await startHttpServer(server)
  return { url: origin, ids }
}
