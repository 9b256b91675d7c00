// Run by constant.mjs: a plain Express app that sends constants.
import { readFileSync } from 'node:fs'
import express from 'express'

const [port, file] = process.argv.slice(2)
const app = express()
for (const [name, { method, status, body }] of Object.entries(JSON.parse(readFileSync(file, 'utf8')))) {
  const value = JSON.parse(body)
  app[method.toLowerCase()](`/${name}`, (_request, response) => response.status(status).json(value))
}
app.listen(Number(port), '127.0.0.1')
