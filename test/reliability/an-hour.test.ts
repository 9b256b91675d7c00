import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { generateWorld, guideWorld } from '../../fixtures/index.js'
import { createMock, type Mock } from '../../src/index.js'
import { disagreements } from './invariants.js'
import { numbers, SEED } from './numbers.js'
import { makeRandomChange } from './traffic.js'

const STEADY = 'http://steady.localhost/hook'
const SHAKY = 'http://shaky.localhost/hook'
const HOUR = 3600

const random = numbers(SEED)
const received = { steady: [] as string[], shaky: [] as string[] }
const receivers = setupServer(
  http.post(STEADY, async ({ request }) => {
    received.steady.push(((await request.json()) as { id: string }).id)
    return new HttpResponse(null, { status: 204 })
  }),
  http.post(SHAKY, async ({ request }) => {
    const luck = random()
    if (luck < 0.2) return HttpResponse.error()
    if (luck < 0.5) return new HttpResponse('not now', { status: 503 })
    received.shaky.push(((await request.json()) as { id: string }).id)
    return HttpResponse.json({ ok: true })
  }),
)

beforeAll(() => receivers.listen({ onUnhandledRequest: 'error' }))
afterAll(() => receivers.close())

it('a mock is consistent after an hour of mixed traffic with faults and webhooks, and has lost no event', async () => {
  const mock = createMock({
    world: generateWorld({ conversations: 200, seed: SEED % 1000, now: '2024-01-15T09:00:00Z', base: guideWorld }),
    webhooks: [{ url: STEADY }, { url: SHAKY }],
  })
  mock.clock.freeze()
  const sent: string[] = []
  mock.events.on('*', ({ id }) => sent.push(id))

  for (let second = 0; second < HOUR; second++) {
    if (random() < 0.02) misfortune(mock)
    makeRandomChange(mock, random)
    mock.clock.advance('1s')
    if (second % 20 === 0) await mock.webhooks.settled()
  }
  mock.faults.clear()
  await mock.webhooks.settled()
  expect(disagreements(mock)).toEqual([])
  expect(sent.length).toBeGreaterThan(HOUR / 4)
  expect(received.steady).toEqual(sent) // each once, and in order

  mock.clock.advance('3h') // snoozes end and retries are made, the last of which gives up
  await mock.webhooks.settled()
  expect(disagreements(mock)).toEqual([])
  expect(
    mock.db.conversations
      .findMany()
      .filter(({ status, snoozedUntil = '' }) => status === 'snoozed' && snoozedUntil <= '2024-01-15T13:00:00Z'),
  ).toEqual([])
  expect(mock.webhooks.deliveries.filter(({ status }) => status === 'pending')).toEqual([])
  const [, shaky] = mock.webhooks.all()
  expect(shaky?.stats.succeeded).toBe(new Set(received.shaky).size)
  expect((shaky?.stats.succeeded ?? 0) + (shaky?.stats.failed ?? 0)).toBe(sent.length)
}, 120_000)

function misfortune(mock: Mock): void {
  const times = 1 + Math.floor(random() * 5)
  if (random() < 0.5) mock.faults.fail('*', { status: 503, times })
  else mock.faults.drop('*', { lost: random() < 0.5 ? 'request' : 'answer', times })
}
