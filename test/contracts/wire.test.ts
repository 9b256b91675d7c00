import { describe, expect, it } from 'vitest'
import type { ContractOptions } from '../../contracts/options.js'
import { Pace } from '../../contracts/pace.js'
import { hiderOf } from '../../contracts/secrets.js'
import { Ended, Unreachable, Wire } from '../../contracts/wire.js'

const OPTIONS = { baseUrl: 'http://host/v1/', apiKey: 'a-secret-"key"' }

function wireTo(fetch: () => Promise<Response>, changes: Partial<ContractOptions> = {}): Wire {
  return new Wire({ ...OPTIONS, ...changes, fetch }, new Pace())
}

describe('a response', () => {
  it('contains no key, in any encoding', async () => {
    const wire = wireTo(
      async () =>
        new Response(JSON.stringify({ message: OPTIONS.apiKey }), { headers: { location: `/?${encodeURIComponent(OPTIONS.apiKey)}` } }),
    )
    const { answer } = await wire.send({ method: 'GET', path: '/conversations' })

    expect(answer.body).toEqual({ message: '$LINKTOR_API_KEY' })
    expect(answer.headers['location']).toBe('/?$LINKTOR_API_KEY')
  })

  it('retains words that equal a short key by chance', () => {
    const hide = hiderOf({ ...OPTIONS, apiKey: 'key', invalidApiKey: 'another-secret' })

    expect(hide('the key is no key: Bearer key, another-secret')).toBe(
      'the key is no key: Bearer $LINKTOR_API_KEY, $LINKTOR_INVALID_API_KEY',
    )
  })
})

describe('a request that is answered 429', () => {
  it.each([
    ['seconds in the header', { 'retry-after': '0' }, '{}'],
    ['a moment in the header', { 'retry-after': new Date(Date.now() + 1000).toUTCString() }, '{}'],
    ['seconds in the body', {}, '{"error":{"retryAfter":0}}'],
  ])('is retried, with %s', async (_, headers, body) => {
    const answers = [new Response(body, { status: 429, headers }), new Response('{}')]
    const wire = wireTo(async () => answers.shift() ?? Response.error())

    expect((await wire.send({ method: 'GET', path: '/conversations' })).answer.status).toBe(200)
    expect(wire.retried).toBe(1)
  })

  it('is not retried when the wait is too long', async () => {
    const wire = wireTo(async () => new Response('{}', { status: 429, headers: { 'retry-after': '3600' } }))

    expect((await wire.send({ method: 'GET', path: '/conversations' })).answer.status).toBe(429)
  })
})

it('a server counts as unreachable after many failed requests in a row', async () => {
  let requests = 0
  const wire = wireTo(async () => {
    requests++
    throw new TypeError('fetch failed')
  })
  const errors = []
  for (let i = 0; i < 40; i++) errors.push(await wire.send({ method: 'GET', path: '/' }).catch((error) => error))

  expect(errors.filter((error) => error instanceof Unreachable)).toHaveLength(30)
  expect(errors.at(-1)).toBeInstanceOf(Ended)
  expect(requests).toBe(30)
})

it('an aborted run sends nothing, not even queued requests', async () => {
  const controller = new AbortController()
  const pace = new Pace()
  pace.hold(600_000)
  const wire = new Wire({ ...OPTIONS, signal: controller.signal, fetch: async () => new Response('{}') }, pace)
  const waiting = wire.send({ method: 'GET', path: '/' })
  controller.abort()

  await expect(waiting).rejects.toBeInstanceOf(Ended)
  await expect(wire.send({ method: 'GET', path: '/' })).rejects.toBeInstanceOf(Ended)
})

it('the queued request with the earliest ticket is sent first', async () => {
  const pace = new Pace(200)
  const order: number[] = []
  const [first, second, third] = [pace.ticket(), pace.ticket(), pace.ticket()]
  const turns = [pace.turn(third), pace.turn(second), pace.turn(first)].map((turn, i) =>
    turn.then(() => order.push([third, second, first][i] ?? 0)),
  )
  await Promise.all(turns)

  expect(order).toEqual([third, first, second]) // the third one asked when nobody waited
})
