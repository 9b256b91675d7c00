import { describe, expect, it } from 'vitest'
import { createLog } from '../../src/cli/log.js'
import { Screen, startServe, terminal } from './terminal.js'

const KEY = { authorization: 'Bearer very-secret-key' }

describe('the log', () => {
  it('has one line for each request', async () => {
    const { url, stdout } = await startServe(['--world', 'guide'])
    await fetch(`${url}/conversations?status=open`, { headers: KEY })
    await fetch(`${url}/conversations/conv_none/close`, { method: 'POST', headers: KEY })
    await stdout.shows(/CONVERSATION_NOT_FOUND\n/)
    const [, ...lines] = stdout.text.trimEnd().split('\n')

    expect(lines).toEqual([
      expect.stringMatching(/^GET \/v1\/conversations\?status=open 200 \d+(\.\d)? ms$/),
      expect.stringMatching(/^POST \/v1\/conversations\/conv_none\/close 404 \d+(\.\d)? ms CONVERSATION_NOT_FOUND$/),
    ])
  })

  it('warns of unknown parameters and fields', async () => {
    const { url, stdout } = await startServe()
    await fetch(`${url}/conversations?limit=5&offset=10`, { headers: KEY })

    expect((await stdout.shows(/warning: .*\n/))[0]).toBe('warning: not in the spec: ?limit, ?offset\n')
  })

  it('limits the number of warnings', async () => {
    const { url, stdout } = await startServe()
    const body = JSON.stringify(Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`f${i}`, i])))
    await fetch(`${url}/conversations/conv_abc123`, { method: 'PATCH', headers: KEY, body })

    expect((await stdout.shows(/warning: .*\n/))[0]).toBe(
      'warning: not in the spec: f0, f1, f2, f3, f4, f5, f6, f7, f8, f9 and 4990 more\n',
    )
  })

  it('names the fault that was applied to a request', async () => {
    const { url, stdout } = await startServe(['--world', 'guide'])
    const ask = (fault: string) => fetch(`${url}/conversations`, { headers: { ...KEY, 'x-mock-fault': fault } })
    await ask('status=503')
    await ask('malformed')
    await ask('slow=1')
    await expect(ask('drop')).rejects.toThrow()
    await stdout.shows(/fault: drop\)\n/)

    expect(stdout.text.trimEnd().split('\n').slice(1)).toEqual([
      expect.stringMatching(/ 503 \d+(\.\d)? ms INTERNAL_ERROR \(a fault: fail\)$/),
      expect.stringMatching(/ 200 \d+(\.\d)? ms \(a fault: malformed\)$/),
      expect.stringMatching(/ 200 \d+(\.\d)? ms \(a fault: slow\)$/),
      expect.stringMatching(/ no response \d+(\.\d)? ms \(a fault: drop\)$/),
    ])
  })

  it('with --log json contains only JSON', async () => {
    const { url, stdout } = await startServe(['--log', 'json', '--world', 'guide'])
    await fetch(`${url}/conversations/conv_none?limit=5`, { headers: { ...KEY, 'x-request-id': 'mine' } })
    await stdout.shows(/"request".*\n/)
    const [ready, request] = stdout.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))

    expect(ready).toEqual({ event: 'ready', url, docs: new URL('/docs', url).href, conversations: 1 })
    expect(request).toEqual({
      event: 'request',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      method: 'GET',
      path: '/v1/conversations/conv_none?limit=5',
      status: 404,
      ms: expect.any(Number),
      operationId: 'getConversation',
      errorCode: 'CONVERSATION_NOT_FOUND',
      requestId: 'mine',
      unknown: ['?limit'],
    })
  })

  it('with --log silent is empty', () => {
    const io = terminal()
    const log = createLog('silent', io)
    log.ready({ url: 'http://h/v1', docs: 'http://h/docs', conversations: 1 })

    expect(log.request).toBeUndefined()
    expect(io.stdout.text).toBe('')
  })

  it.each(['pretty', 'json'])('never contains a key (%s)', async (format) => {
    const { url, stdout } = await startServe(['--log', format, '--api-key', 'very-secret-key'])
    for (const path of ['', '?api_key=very-secret-key', '?search=very-secret-key', '/very-secret-key', '?very-secret-key=1']) {
      await fetch(`${url}/conversations${path}`, { headers: KEY })
      await fetch(`${url}/conversations${path}`, { headers: { authorization: 'very-secret-key' } })
      await fetch(`${url}/conversations${path}`)
    }
    await fetch(`${url}/last`)
    await stdout.shows(/\/last/)

    expect(stdout.text).not.toContain('secret')
  })

  it('has colours on a terminal', async () => {
    const { url, stdout } = await startServe([], terminal({ isTTY: true }))
    await fetch(`${url}/conversations`)
    await stdout.shows(/AUTHENTICATION_REQUIRED/)

    expect(stdout.text).toContain('\u001b[')
  })

  it.each([
    ['elsewhere', false, {}],
    ['where they are not wanted', true, { NO_COLOR: '1' }],
    ['on a terminal that has none', true, { TERM: 'dumb' }],
  ])('has no colours %s', (_, isTTY, env) => {
    const stdout = new Screen(isTTY)
    const log = createLog('pretty', { stdout, env })
    log.ready({ url: 'http://h/v1', docs: 'http://h/docs', conversations: 2 })
    log.request?.({ method: 'GET', path: '/', status: 500, milliseconds: 1, unknown: ['x'], errorCode: 'INTERNAL_ERROR' })

    expect(stdout.text).toBe(
      'linktor-mock is ready at http://h/v1 (2 conversations, docs at http://h/docs)\nGET / 500 1 ms INTERNAL_ERROR\nwarning: not in the spec: x\n',
    )
  })
})
