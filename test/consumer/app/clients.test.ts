import { createMock } from 'linktor-mock'
import { generateWorld, guideWorld } from 'linktor-mock/fixtures'
import { handlers } from 'linktor-mock/msw'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { finish, start, takeNext } from './inbox.js'
import { withAxios } from './with-axios.js'
import { withFetch } from './with-fetch.js'
import { withOpenapiFetch } from './with-openapi-fetch.js'

const BASE_URL = 'https://api.linktor.io/v1'
const mock = createMock({ world: generateWorld({ conversations: 30, seed: 7, base: guideWorld }) })
const server = setupServer(...handlers(mock))

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => {
  vi.useRealTimers()
  server.resetHandlers()
  mock.reset()
})
afterAll(() => server.close())

describe.each([
  ['fetch', withFetch],
  ['axios', withAxios],
  ['openapi-fetch', withOpenapiFetch],
])('an inbox with %s', (_, client) => {
  const platform = client(BASE_URL)

  it('shows open conversations, the latest first', async () => {
    const { id } = mock.db.conversations.create({ contact: { name: 'Ana' }, messages: ['Hi'] })
    const rows = await platform.waiting()

    expect(rows[0]).toEqual({ id, name: 'Ana', assignee: undefined })
    expect(rows.length).toBe(Math.min(20, mock.db.conversations.count({ status: 'open' })))
  })

  it('assigns the next conversation, and closes it', async () => {
    const id = (await takeNext(platform, 'user_789')) ?? ''
    await finish(platform, id)

    expect(await platform.status(id)).toBe('closed')
    expect(mock.db.conversations.get(id).assigneeId).toBe('user_789')
    expect(mock.events.all().map(({ event }) => event)).toEqual(['conversation.assigned', 'conversation.closed'])
    expect(mock.requests.unexpected()).toEqual([])
  })

  it('creates a conversation once, though the first response is lost', async () => {
    mock.faults.drop('createConversation', { lost: 'answer', times: 1 })
    const before = mock.db.conversations.count()
    const id = await start(platform, { channelId: 'ch_xyz789', contact: { name: 'Ana', phone: '+5511988887777' } })

    expect(mock.db.conversations.count()).toBe(before + 1)
    expect(mock.db.conversations.get(id).status).toBe('open')
  })

  it('retries after a failure of the platform', async () => {
    mock.faults.fail('closeConversation', { status: 503, times: 2 })
    await finish(platform, 'conv_abc123')

    expect(mock.db.conversations.get('conv_abc123').status).toBe('closed')
  })

  it('does not retry a rejected request', async () => {
    const again = start(platform, { channelId: 'ch_xyz789', contactId: 'contact_123' })

    await expect(again).rejects.toMatchObject({ code: 'CONVERSATION_EXISTS', status: 409 })
    expect(mock.requests.find({ operation: 'createConversation' })?.status).toBe(409)
  })

  it('gets a response of plain MSW for one call', async () => {
    server.use(
      http.post(`${BASE_URL}/conversations/:id/close`, () =>
        HttpResponse.json({ error: { code: 'INSUFFICIENT_PERMISSIONS', message: 'No' } }, { status: 403 }),
      ),
    )

    await expect(finish(platform, 'conv_abc123')).rejects.toMatchObject({ status: 403 })
  })

  it('sees a snooze end with fake timers', async () => {
    mock.db.conversations.update('conv_abc123', { status: 'snoozed' })
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
    expect(await platform.status('conv_abc123')).toBe('snoozed')
    vi.advanceTimersByTime(60 * 60 * 1000)

    expect(await platform.status('conv_abc123')).toBe('open')
  })
})
