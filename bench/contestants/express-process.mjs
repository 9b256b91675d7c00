// Run by constant.mjs: an Express app as one begins with, which answers a constant.
import { readFileSync } from 'node:fs'
import express from 'express'

const [port, file] = process.argv.slice(2)
const app = express()
for (const [name, { method, status, body }] of Object.entries(JSON.parse(readFileSync(file, 'utf8')))) {
  const answer = JSON.parse(body)
  app[method.toLowerCase()](`/${name}`, (_request, response) => response.status(status).json(answer))
}
app.listen(Number(port), '127.0.0.1')
