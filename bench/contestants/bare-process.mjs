// Run by constant.mjs: the least that a server of JSON on node:http does; and, when told, busy doing nothing for so many microseconds of
// each request that has a body.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const [port, file, busy = '0'] = process.argv.slice(2)
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
    const until = performance.now() + Number(busy) / 1000
    while (performance.now() < until);
    response.writeHead(status, headers)
    response.end(body)
  })
}).listen(Number(port), '127.0.0.1')
