import { describe, expect, it, vi } from 'vitest'
import { run } from '../../src/cli/run.js'
import { verifyWebhook } from '../../src/index.js'
import { deferred } from '../adapters/wire.js'
import { newFile } from '../persistence/persisted-mock.js'
import { respondWith, startReceiver } from '../webhooks/start-receiver.js'
import { runCommand, runCommandWith, startServe, terminal } from './terminal.js'

const HEADERS = { authorization: 'Bearer demo-key', 'content-type': 'application/json' }

const act = (name: string) => (url: string) =>
  fetch(`${url}/conversations/conv_abc123/${name}`, { method: 'POST', headers: HEADERS, body: '{}' })
const close = act('close')
const reopen = act('reopen')

describe('linktor-mock serve --webhook', () => {
  it('creates a webhook at the start, and prints its secret once; a receiver verifies every event (show 1)', async () => {
    const receiver = await startReceiver()
    const { url, stdout } = await startServe(['--world', 'guide', '--webhook', receiver.url])
    const [, id, secret = ''] = await stdout.shows(/\nwebhook (wh_\w+) sends to \S+, signed with the secret (whsec_\w+)\n/)
    const post = async (path: string, body = {}) => {
      const reply = await fetch(`${url}/conversations${path}`, { method: 'POST', headers: HEADERS, body: JSON.stringify(body) })
      return (await reply.json()).data.id
    }
    const conversation = await post('', { channelId: 'ch_xyz789', contact: { name: 'Ana', phone: '+351911111111' } })
    await post(`/${conversation}/assign`, { assigneeId: 'user_789' })
    await post(`/${conversation}/transfer`, { toAssigneeId: 'user_456' })
    await post(`/${conversation}/close`)
    await post(`/${conversation}/reopen`)

    const posts = await receiver.waitFor(5)
    const events = await Promise.all(posts.map(({ headers, body }) => verifyWebhook({ headers, body }, secret)))
    const names = ['created', 'assigned', 'transferred', 'closed', 'reopened']
    expect(events.map(({ event, data }) => [event, data.id])).toEqual(names.map((name) => [`conversation.${name}`, conversation]))
    expect(events[0]?.meta).toEqual({ organizationId: 'org_123', webhookId: id })
    expect(stdout.text.split(secret)).toHaveLength(2)
  })

  it('accepts a secret and events, and hides the secret in the log', async () => {
    const receiver = await startReceiver()
    const args = ['--webhook', receiver.url, '--webhook-secret', 'plain words', '--webhook-events', 'conversation.closed,message.received']
    const { url, stdout } = await startServe([...args, '--log', 'json'])
    await stdout.shows(/"event":"webhook"/)
    const [, line = ''] = stdout.text.split('\n')
    expect(JSON.parse(line)).toEqual({
      event: 'webhook',
      id: expect.stringMatching(/^wh_/),
      url: receiver.url,
      events: ['conversation.closed', 'message.received'],
      secret: 'plain words',
    })
    await fetch(`${url}/conversations?search=plain%20words`, { headers: HEADERS })
    const [request = ''] = await stdout.shows(/\{"event":"request".*\n/)
    expect(request).not.toContain('plain')
    const { data } = await (await fetch(`${url}/webhooks`, { headers: HEADERS })).json()
    expect(data).toMatchObject([{ attributes: { events: ['conversation.closed', 'message.received'] } }])
  })

  it('accepts all options from environment variables', async () => {
    const env = {
      LINKTOR_MOCK_WEBHOOK: 'http://127.0.0.1:1/',
      LINKTOR_MOCK_WEBHOOK_SECRET: 'whsec_mine',
      LINKTOR_MOCK_WEBHOOK_EVENTS: 'conversation.closed, test.ping',
      LINKTOR_MOCK_LOG: 'json',
    }
    const { stdout } = await startServe([], terminal({ env }))
    await stdout.shows(/"events":\["conversation.closed","test.ping"\],"secret":"whsec_mine"/)
  })

  it.each([
    [['--webhook', 'http://example.com/hooks'], /^error: --webhook: url must be an https URL without a password, .*\n$/],
    [['--webhook', 'nonsense'], /^error: --webhook: url must be an https URL .*; got "nonsense"\n$/],
    [
      ['--webhook', 'http://localhost', '--webhook-events', 'order.new'],
      /^error: --webhook: Unknown event: events\[0\] must be .*"order.new"\n$/,
    ],
    [['--webhook-events', 'conversation.closed'], /^error: --webhook-events goes with --webhook only\n$/],
    [['--webhook-secret', 'whsec_x'], /^error: --webhook-secret goes with --webhook only\n$/],
  ])('rejects %j in one line', async (args, message) => {
    const { status, stdout, stderr } = await runCommand('serve', '--port', '0', ...args)
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(message)
  })

  it('exits although a receiver hangs, and sends nothing more; interrupted deliveries are sent the next time', async () => {
    const cut = deferred<void>()
    const hanging = await startReceiver((response) => void response.once('close', () => cut.resolve()))
    const args = ['--world', 'guide', '--webhook', hanging.url, '--data', newFile()]
    const { url, signals, ended } = await startServe(args)
    await close(url)
    await reopen(url)
    await hanging.waitFor(1)
    signals.emit('SIGTERM')
    expect(await ended).toBe(0)
    await cut.promise
    expect(hanging.posts).toHaveLength(1)

    hanging.respond = respondWith(204)
    await startServe(args)
    const [first, again, second] = await hanging.waitFor(3)
    expect(again?.event.id).toBe(first?.event.id)
    expect(second?.event.event).toBe('conversation.reopened')
  })

  it('updates the secret and events of a stored webhook as requested, and nothing else', async () => {
    const data = newFile()
    const url = 'http://127.0.0.1:1/'
    const shown = async (...args: string[]) => {
      const { stdout, signals, ended } = await startServe(['--data', data, '--webhook', url, '--log', 'json', ...args])
      const [line] = await stdout.shows(/\{"event":"webhook".*\n/)
      signals.emit('SIGTERM')
      await ended
      return JSON.parse(line)
    }
    const first = await shown('--webhook-secret', 'old words', '--webhook-events', 'conversation.closed')
    const options = ['--webhook-secret', 'new words', '--webhook-events', 'message.received']
    const changed = { ...first, secret: 'new words', events: ['message.received'] }
    expect(await shown(...options)).toEqual(changed)
    expect(await shown()).toEqual(changed)
  })

  it('prints a generated secret even with --log silent, but never a given one', async () => {
    const silent = async (...args: string[]) => {
      const io = terminal()
      const ended = run(['serve', '--port', '0', '--webhook', 'http://127.0.0.1:1/', '--log', 'silent', ...args], io)
      await vi.waitFor(() => expect(io.signals.listenerCount('SIGTERM')).toBe(1), { timeout: 10_000 })
      io.signals.emit('SIGTERM')
      await ended
      return io.stdout.text
    }
    expect(await silent()).toMatch(/^webhook wh_\w+ sends to \S+, signed with the secret whsec_\w+\n$/)
    expect(await silent('--webhook-secret', 'whsec_mine')).toBe('')
  })

  it('ignores an empty variable', async () => {
    expect(await runCommandWith({ LINKTOR_MOCK_WEBHOOK: '' }, 'serve', '--port', '0', '--webhook-secret', 'x')).toMatchObject({ status: 1 })
  })
})
