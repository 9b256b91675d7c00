import { createServer } from 'node:http'
import { beforeAll, describe, expect, it } from 'vitest'
import { emptyWorld } from '../../fixtures/index.js'
import { createMock, type Mock, type MockOptions } from '../../src/index.js'
import { nodeListener } from '../../src/server.js'
import { startHttpServer } from '../adapters/wire.js'
import { startReceiver } from '../webhooks/start-receiver.js'
import { runCommand, runCommandWith } from './terminal.js'

/** A running mock server, with the parts of the control plane that messages need. */
async function running(options: MockOptions = {}): Promise<{ readonly mock: Mock; readonly url: string }> {
  const mock = createMock(options)
  const api = nodeListener(mock)
  const { origin } = await startHttpServer((request, response) => {
    const [, id] = /^\/_mock\/conversations\/(\w+)\/messages$/.exec(request.url ?? '') ?? []
    if (id === undefined) return api(request, response)
    void request.toArray().then((chunks) => {
      const message = mock.messages.add(id, JSON.parse(Buffer.concat(chunks).toString()))
      response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ data: message }))
    })
  })
  return { mock, url: origin }
}

const eventsOf = (mock: Mock): string[] => mock.events.all().map(({ event, data }) => `${event} ${data.id}`)

describe('linktor-mock trigger', () => {
  it.each([
    ['conversation.updated', 'changed the metadata of conv_abc123'],
    ['conversation.closed', 'closed conv_abc123'],
    ['conversation.assigned', 'assigned conv_abc123 to user_456'],
    ['conversation.transferred', 'transferred conv_abc123 to user_456'],
  ])('%s changes only the given conversation', async (event, done) => {
    const { mock, url } = await running()

    expect(await runCommand('trigger', event, '--id', 'conv_abc123', '--url', url)).toEqual({
      status: 0,
      stdout: `${event}: ${done}\n`,
      stderr: '',
    })
    expect(eventsOf(mock)).toEqual([`${event} conv_abc123`])
  })

  it('conversation.reopened reopens a closed conversation', async () => {
    const { mock, url } = await running()
    mock.db.conversations.update('conv_abc123', { status: 'closed' })

    expect((await runCommand('trigger', 'conversation.reopened', '--id', 'conv_abc123', '--url', url)).stdout).toBe(
      'conversation.reopened: reopened conv_abc123\n',
    )
    expect(eventsOf(mock)).toEqual(['conversation.reopened conv_abc123'])
  })

  it.each([
    ['message.received', 'inbound', 'had the contact write in'],
    ['message.sent', 'outbound', 'had an agent write in'],
  ])('%s adds a message to the conversation', async (event, direction, done) => {
    const { mock, url } = await running()

    expect((await runCommand('trigger', event, '--id', 'conv_abc123', '--url', url)).stdout).toBe(`${event}: ${done} conv_abc123\n`)
    expect(mock.events.all()).toMatchObject([{ event, data: { attributes: { direction } } }])
  })

  it.each([
    ['conversation.created', ['created']],
    ['conversation.closed', ['created', 'closed']],
    ['conversation.reopened', ['created', 'closed', 'reopened']],
    ['conversation.updated', ['created', 'updated']],
    ['conversation.assigned', ['created', 'assigned']],
    ['conversation.transferred', ['created', 'transferred']],
  ])('%s without --id creates a conversation for it, and says so', async (event, happened) => {
    const { mock, url } = await running()
    const before = mock.db.conversations.get('conv_abc123')
    const { status, stdout } = await runCommand('trigger', event, '--url', url)
    const [, id] = /created (conv_\w+)/.exec(stdout) ?? []

    expect(status).toBe(0)
    expect(eventsOf(mock)).toEqual(happened.map((name) => `conversation.${name} ${id}`))
    expect(stdout.trim().split('\n')).toHaveLength(happened.length)
    expect(mock.db.conversations.get('conv_abc123')).toEqual(before)
  })

  it.each(['message.received', 'message.sent'])('%s without --id creates a conversation for its message', async (event) => {
    const { mock, url } = await running()

    expect((await runCommand('trigger', event, '--url', url)).status).toBe(0)
    expect(mock.events.all().map((one) => one.event)).toEqual(['conversation.created', event])
  })

  it('test.ping is sent to every webhook, or to the given one, and prints their responses', async () => {
    const { mock, url } = await running()
    const receiver = await startReceiver()
    const [one, two] = [mock.webhooks.create({ url: receiver.url }), mock.webhooks.create({ url: 'http://127.0.0.1:1/' })]

    expect((await runCommand('trigger', 'test.ping', '--url', url)).stdout).toBe(
      `test.ping: sent to ${one.id} (${receiver.url}): succeeded with 204\ntest.ping: sent to ${two.id} (http://127.0.0.1:1/): failed\n`,
    )
    expect((await runCommand('trigger', 'test.ping', '--url', url, '--id', one.id)).status).toBe(0)
    expect(receiver.posts.map(({ event }) => event.event)).toEqual(['test.ping', 'test.ping'])
  })

  it('reaches the receivers of the mock server', async () => {
    const { mock, url } = await running()
    const receiver = await startReceiver()
    mock.webhooks.create({ url: receiver.url, events: ['conversation.closed'] })
    await runCommand('trigger', 'conversation.closed', '--id', 'conv_abc123', '--url', url)

    expect(await receiver.waitFor(1)).toMatchObject([{ event: { event: 'conversation.closed', data: { id: 'conv_abc123' } } }])
  })

  it('accepts a key, and a base path, which may be part of the URL', async () => {
    const mock = createMock({ apiKeys: ['mine'] })
    const { origin } = await startHttpServer(createServer(nodeListener(mock, { basePath: '/api/v2' })))
    const args = ['trigger', 'conversation.closed', '--id', 'conv_abc123', '--api-key', 'mine']

    expect((await runCommand(...args, '--url', `${origin}/api/v2`)).status).toBe(0)
    mock.reset()
    expect((await runCommand(...args, '--url', origin, '--base-path', '/api/v2')).status).toBe(0)
    mock.reset()
    expect((await runCommandWith({ LINKTOR_MOCK_BASE_PATH: '/api/v2' }, ...args, '--url', origin)).status).toBe(0)
    expect(eventsOf(mock)).toEqual(['conversation.closed conv_abc123'])
  })
})

describe('linktor-mock trigger exits with 1 and one line for', () => {
  let free = 0
  beforeAll(async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    free = typeof address === 'object' ? (address?.port ?? 0) : 0
    await new Promise((resolve) => server.close(resolve))
  })

  async function refused(options: MockOptions, ...args: string[]): Promise<string> {
    const { mock, url } = await running(options)
    const { status, stdout, stderr } = await runCommand('trigger', ...args, '--url', url)
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(mock.events.all()).toEqual([])
    return stderr
  }

  it('an unknown event, with the known ones', async () => {
    expect(await refused({}, 'conversation.snoozed')).toBe(
      'error: there is no event "conversation.snoozed" to trigger; there are conversation.created, conversation.updated, conversation.assigned, conversation.transferred, conversation.closed, conversation.reopened, message.received, message.sent, test.ping\n',
    )
  })

  it('no mock server', async () => {
    expect(await runCommand('trigger', 'conversation.closed', '--url', `http://127.0.0.1:${free}`)).toEqual({
      status: 1,
      stdout: '',
      stderr: `error: no mock responds at http://127.0.0.1:${free} (connect ECONNREFUSED 127.0.0.1:${free}): start one with "linktor-mock", or give its address with --url\n`,
    })
  })

  it.each([
    ['http://a b', 'it must be an http or https URL, such as http://127.0.0.1:4010'],
    ['ftp://127.0.0.1', 'it must be an http or https URL, such as http://127.0.0.1:4010'],
    ['http://me:secret@127.0.0.1', 'it must be a URL without a password'],
  ])('the URL %s', async (url, reason) => {
    const { status, stderr } = await runCommand('trigger', 'conversation.closed', '--url', url)
    expect([status, stderr]).toEqual([1, `error: --url: ${reason}\n`])
  })

  it('a conversation that is already closed', async () => {
    const closed = { ...createMock().world() }
    const mock = createMock({ world: closed })
    mock.db.conversations.update('conv_abc123', { status: 'closed' })
    expect(await refused({ world: mock.world() }, 'conversation.closed', '--id', 'conv_abc123')).toBe(
      'error: conv_abc123 is closed already, so no event would follow: trigger conversation.reopened first, or leave --id out\n',
    )
  })

  it('a conversation that is not closed', async () => {
    expect(await refused({}, 'conversation.reopened', '--id', 'conv_abc123')).toBe(
      'error: conv_abc123 is open, so no event would follow: trigger conversation.closed first, or leave --id out\n',
    )
  })

  it('an unknown conversation', async () => {
    expect(await refused({}, 'conversation.updated', '--id', 'conv/nope')).toBe(
      'error: GET /conversations/conv%2Fnope responded 404 CONVERSATION_NOT_FOUND: Conversation "conv/nope" does not exist\n',
    )
  })

  it('a key that the mock server rejects', async () => {
    expect(await refused({ apiKeys: ['other'] }, 'conversation.updated', '--id', 'conv_abc123')).toContain('401 INVALID_API_KEY')
  })

  it('an id where a conversation is created', async () => {
    expect(await refused({}, 'conversation.created', '--id', 'conv_abc123')).toBe(
      'error: conversation.created needs a new conversation: leave --id out\n',
    )
  })

  it('no webhook to ping', async () => {
    expect(await refused({}, 'test.ping')).toContain('there is no webhook yet to send test.ping to')
    expect(await refused({}, 'test.ping', '--id', 'wh_nope')).toContain('there is no webhook wh_nope to send test.ping to')
  })

  it('an empty world, until the missing values are given', async () => {
    const channels = [{ id: 'ch_1', type: 'sms', name: 'Texts' } as const]
    const world = { ...emptyWorld, channels }
    expect(await refused({ world }, 'conversation.created')).toContain('give a --channel-id')
    const { mock, url } = await running({ world })
    const args = ['trigger', 'conversation.assigned', '--url', url, '--channel-id', 'ch_1']
    expect((await runCommand(...args)).stderr).toContain('give an --assignee-id')
    expect((await runCommand(...args, '--assignee-id', 'user_456')).status).toBe(0)
    expect(mock.events.all('conversation.assigned')).toHaveLength(1)
  })

  it('a server without a control plane', async () => {
    const mock = createMock()
    const { origin } = await startHttpServer(createServer(nodeListener(mock)))
    expect((await runCommand('trigger', 'message.received', '--id', 'conv_abc123', '--url', origin)).stderr).toBe(
      'error: messages arrive by the control plane, /_mock, which this server lacks\n',
    )
  })
})
