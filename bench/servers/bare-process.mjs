// Run by constant.mjs: the least that a JSON server on node:http does. It parses the bodies of requests, and sends constant responses.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const [port, file] = process.argv.slice(2)
const entries = Object.entries(JSON.parse(readFileSync(file, 'utf8')))
const responses = new Map(entries.map(([name, { status, headers, body }]) => [`/${name}`, { status, headers, body: Buffer.from(body) }]))

createServer((request, response) => {
  const { status, headers, body } = responses.get(request.url)
  if (request.method === 'GET') {
    response.writeHead(status, headers)
    response.end(body)
    return
  }
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    JSON.parse(Buffer.concat(chunks).toString())
    response.writeHead(status, headers)
    response.end(body)
  })
}).listen(Number(port), '127.0.0.1')
