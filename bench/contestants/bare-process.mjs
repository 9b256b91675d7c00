// Run by constant.mjs: the least that a server of JSON on node:http does.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const [port, file] = process.argv.slice(2)
const given = Object.entries(JSON.parse(readFileSync(file, 'utf8')))
const answers = new Map(given.map(([name, { status, headers, body }]) => [`/${name}`, { status, headers, body: Buffer.from(body) }]))

createServer((request, response) => {
  const { status, headers, body } = answers.get(request.url)
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
