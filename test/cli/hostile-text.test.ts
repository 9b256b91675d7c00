import { createServer } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { printable } from '../../contracts/printable.js'
import { run } from '../../src/cli/run.js'
import { createMock } from '../../src/index.js'
import { startServer } from '../../src/server.js'
import { startHttpServer } from '../adapters/wire.js'
import { runCommand, terminal } from './terminal.js'

const HOSTILE = [
  ['clears the screen', '\u001b[2J\u001b[H'],
  ['conceals text', '\u001b[8m'],
  ['sets the title', '\u001b]0;owned\u0007'],
  ['goes back in the line', 'a\rb'],
  ['is a C1 control', '\u009b2J'],
  ['deletes', 'a\u0008\u007fb'],
  ['turns the direction', '\u202egnp.exe'],
  ['isolates', '\u2066a\u2069'],
  ['separates lines', 'a\u2028b\u2029c'],
  ['is NUL', 'a\u0000b'],
] as const
const CONTROL = /[^\P{Cc}\n]|[\p{Zl}\p{Zp}\p{Bidi_Control}]/u

describe('a text that %s', () => {
  it.each(HOSTILE)('%s is printed as an escape, and keeps its value in JSON', (_, text) => {
    expect(printable(text)).not.toMatch(CONTROL)
    expect(JSON.parse(printable(JSON.stringify({ text })))).toEqual({ text })
  })

  it.each(HOSTILE)('%s is harmless in errors about options and arguments', async (_, text) => {
    for (const args of [
      ['serve', '--world', text],
      ['serve', '--port', text],
      ['trigger', text],
      [text],
      ['verify', text],
      ['listen', '--forward-to', text],
      ['proxy', text],
      ['seed', '--now', text],
    ]) {
      const { stdout, stderr } = await runCommand(...args)
      expect(stdout + stderr).not.toMatch(CONTROL)
      expect(stderr).not.toBe('')
    }
  })

  it.each(HOSTILE)('%s is harmless in the answer of a server to trigger', async (_, text) => {
    const { origin } = await startHttpServer((_request, response) => {
      response.writeHead(400).end(JSON.stringify({ error: { code: text, message: text } }))
    })
    const { stdout, stderr } = await runCommand('trigger', 'conversation.closed', '--url', origin)

    expect(stderr).toMatch(/^error: GET \/conversations/)
    expect(stdout + stderr).not.toMatch(CONTROL)
  })
})

describe('listen', () => {
  it('prints events and outcomes of receivers without control characters', async () => {
    const mock = createMock()
    const server = await startServer(mock, { port: 0 })
    onTestFinished(() => server.close({ force: true }))
    const receiver = createServer((_request, response) => void response.writeHead(500, 'oh\u0085no').end('\u001b[2J'))
    const { origin } = await startHttpServer(receiver)
    const io = terminal()
    const ended = run(['listen', '--forward-to', origin, '--url', server.url], io)
    await io.stdout.shows(/Ready!/)
    const [webhook] = mock.webhooks.all()
    await fetch(webhook?.url ?? '', { method: 'POST', headers: { 'x-linktor-event': 'a\u009b2J', 'x-linktor-delivery-id': 'b\u0085' } })
    await io.stdout.shows(/→ 500/)
    io.signals.emit('SIGTERM')
    await ended

    expect(io.stdout.text).not.toMatch(CONTROL)
  })
})
