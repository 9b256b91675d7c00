import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { explore } from '../../contracts/explore/explore.js'
import { Skipped } from '../../contracts/skipped.js'
import { emptyWorld, generateWorld, guideWorld } from '../../fixtures/index.js'
import { createMock, type Mock } from '../../src/index.js'
import { startServer } from '../../src/server.js'
import { fetchInto, type Twist } from './fake.js'

const BASE_URL = 'http://fake.test/v1'
const OPTIONS = { sequences: 200, seed: 7, reference: reference() }

function reference(): Parameters<typeof explore>[1]['reference'] {
  return (world) => fetchInto(createMock({ world }))
}

function busyMock(): Mock {
  return createMock({ world: generateWorld({ conversations: 50, seed: 1, base: guideWorld }) })
}

function against(mock: Mock, twist?: Twist) {
  return explore({ baseUrl: BASE_URL, apiKey: 'key', fetch: fetchInto(mock, twist) }, OPTIONS)
}

test('the fake does not differ from itself, and every created conversation is closed', async () => {
  const mock = busyMock()
  const before = new Set(mock.db.conversations.findMany().map(({ id }) => id))

  expect(await against(mock)).toEqual({ tried: 200 })
  const created = mock.db.conversations.findMany(({ id }) => !before.has(id))
  expect(created.length).toBeGreaterThan(200)
  expect(created.filter(({ status }) => status !== 'closed')).toEqual([])
})

test('a difference is shrunk to the necessary calls', async () => {
  const mock = busyMock()
  const forgetsTags: Twist = async (request, answer) => {
    const id = new URL(request.url).pathname.split('/')[3] ?? ''
    const response = await answer()
    if (request.method === 'PATCH' && response.ok) mock.db.conversations.update(id, { tags: [] })
    return response
  }
  const { difference, script } = await against(mock, forgetsTags)

  expect(difference?.played.map(({ step }) => step.call)).toEqual(['create', 'update', 'get'])
  expect(difference?.expected).not.toEqual(difference?.actual)
  expect(script).toContain('--seed 7')
})

test('the script makes the same calls, with the ids that the server generates', async () => {
  const mock = busyMock()
  const server = await startServer(mock, { port: 0 })
  const reopensPending: Twist = async (request, answer) => {
    const response = await answer()
    return request.url.endsWith('/reopen') && response.ok ? Response.json(pending(await response.json())) : response
  }
  const { difference, script = '' } = await against(mock, reopensPending)
  expect(difference?.played.map(({ step }) => step.call)).toEqual(['create', 'close', 'reopen'])

  mock.requests.clear()
  const { stdout } = await promisify(execFile)('sh', ['-c', script.replace(BASE_URL, server.url)], {
    env: { ...process.env, LINKTOR_API_KEY: 'k' },
  })
  await server.close({ force: true })

  expect(stdout.trim().split('\n')).toHaveLength(3)
  expect(mock.requests.all().map(({ operation, status }) => `${operation} ${status}`)).toEqual([
    'createConversation 201',
    'closeConversation 200',
    'reopenConversation 200',
  ])
})

test('the same seed finds the same difference', async () => {
  const opensNothing: Twist = async (request, answer) => (request.url.endsWith('/reopen') ? new Response('{}', { status: 500 }) : answer())
  const [one, other] = [await against(busyMock(), opensNothing), await against(busyMock(), opensNothing)]

  expect(one.tried).toBe(other.tried)
  expect(one.difference?.played.map(({ step }) => step)).toEqual(other.difference?.played.map(({ step }) => step))
})

test('missing data of a server is named', async () => {
  await expect(against(createMock({ world: emptyWorld }))).rejects.toThrow(Skipped)
})

function pending(body: { readonly data: { readonly attributes: object } }): object {
  return { ...body, data: { ...body.data, attributes: { ...body.data.attributes, status: 'pending' } } }
}
