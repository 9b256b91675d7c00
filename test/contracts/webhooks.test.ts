import { describe, expect, test } from 'vitest'
import { Client, NotCreatedHere } from '../../contracts/client.js'
import { harmlessUrl } from '../../contracts/harmless-url.js'
import { allRules } from '../../contracts/rules/index.js'
import { runRule } from '../../contracts/run-rule.js'
import { selectRules } from '../../contracts/select-rules.js'
import { Session } from '../../contracts/session.js'
import { createMock, type Mock } from '../../src/index.js'
import { fetchInto } from './fake.js'

const RULES = selectRules(allRules, { only: ['WEBHOOK'], allowWrites: true })

function sessionWith(mock: Mock, fetch = fetchInto(mock)): Session {
  return new Session({ baseUrl: 'http://fake.test/v1', apiKey: 'key', allowWrites: true, fetch })
}

describe('the rules for webhooks', () => {
  test('have consecutive ids and unique sentences within each family', () => {
    const families = new Set(RULES.map(({ id }) => id.replace(/-\d+$/, '')))
    expect(families.size).toBe(9)
    for (const family of families) {
      const rules = RULES.filter(({ id }) => id.replace(/-\d+$/, '') === family)
      expect(rules.map(({ id }) => id)).toEqual(rules.map((_, i) => `${family}-${String(i + 1).padStart(2, '0')}`))
      expect(new Set(rules.map(({ sentence }) => sentence)).size).toBe(rules.length)
    }
  })

  test('for deliveries are skipped without a receiver, with the reason', async () => {
    const session = sessionWith(createMock())
    for (const rule of RULES.filter(({ id }) => id.startsWith('WEBHOOK-SIGN-'))) {
      const { state, error } = await runRule(rule, session)
      expect([rule.id, state, String(error)]).toEqual([rule.id, 'skipped', expect.stringContaining('--receiver')])
    }
  })
})

test('a webhook whose creation got no response is found by its mark and deleted, and no other', async () => {
  const mock = createMock()
  const { id } = mock.webhooks.create({ url: 'https://127.0.0.1:9/of-others', description: 'linktor-mock of others' })
  const fetch = fetchInto(mock)
  const session = sessionWith(mock, async (input, init) => {
    const answer = await fetch(input, init)
    if (init?.method === 'POST') throw new TypeError('the connection is lost')
    return answer
  })
  await expect(new Client(session).webhooks.create()).rejects.toThrow('the connection is lost')
  expect(mock.webhooks.all()).toHaveLength(2)

  await session.cleanUp()
  expect(mock.webhooks.all().map((webhook) => webhook.id)).toEqual([id])
  expect(session.created.webhooks.left()).toEqual([])
})

test('a conversation whose creation got no response is found by its mark and closed, and no other, also through a blip', async () => {
  const mock = createMock()
  mock.db.conversations.create({ metadata: { source: 'linktor-mock', runId: 'of-others' } })
  const fetch = fetchInto(mock)
  let blips = 0
  const session = sessionWith(mock, async (input, init) => {
    if (String(input).endsWith('/close') && blips++ === 0) throw new TypeError('the server restarts')
    const answer = await fetch(input, init)
    if (String(input).endsWith('/conversations') && init?.method === 'POST') throw new TypeError('the connection is lost')
    return answer
  })
  const client = new Client(session)
  await expect(client.create()).rejects.toThrow('the connection is lost')
  await expect(client.create({ contactId: 'contact_123', channelId: 'ch_other' })).rejects.toThrow('the connection is lost')
  const own = () => mock.db.conversations.findMany().filter(({ metadata }) => metadata?.['runId'] === client.runId)
  expect(own().length).toBeGreaterThan(0)

  await session.cleanUp()
  expect(own().every(({ status }) => status === 'closed')).toBe(true)
  expect(session.created.open()).toEqual([])
  expect(session.created.all()).toEqual(own().map(({ id }) => id))
  expect(mock.db.conversations.findMany().filter(({ status }) => status === 'open')).toHaveLength(2)
  expect(blips).toBeGreaterThan(1)
})

test('a webhook that the run did not create cannot be changed, tested or deleted', async () => {
  const mock = createMock()
  const { id } = mock.webhooks.create({ url: 'https://127.0.0.1:9/of-others' })
  const { webhooks } = new Client(sessionWith(mock))
  await expect(webhooks.update(id, { status: 'inactive' })).rejects.toThrow(NotCreatedHere)
  await expect(webhooks.tryToTest(id)).rejects.toThrow(NotCreatedHere)
  await expect(webhooks.delete(id)).rejects.toThrow(NotCreatedHere)
})

test.each([
  ['http://127.0.0.1:4010/v1', 'https://127.0.0.1:9/linktor-mock'],
  ['http://localhost/v1', 'https://127.0.0.1:9/linktor-mock'],
  ['https://api.linktor.io/v1', 'https://linktor-mock.invalid/hook'],
  ['https://localhost.example.com/v1', 'https://linktor-mock.invalid/hook'],
])('webhooks for the server %s use the unreachable URL %s', (baseUrl, url) => {
  expect(harmlessUrl(baseUrl)).toBe(url)
})
