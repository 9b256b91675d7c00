import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { controlRoutes } from '../../src/generated/control-routes.js'
import { controlValidators } from '../../src/generated/control-validators.js'
import { exchange, http } from '../adapters/wire.js'
import { dataOf, fieldsOf, startControlServer } from './control-server.js'

describe('the control plane', () => {
  it('lists its calls', async () => {
    const { call, url } = await startControlServer()
    const calls = dataOf(await call('GET', ''))

    expect(calls).toHaveLength(controlRoutes.length)
    expect(calls).toContainEqual({ call: 'POST /_mock/reset', summary: 'Reset' })
    expect(await (await fetch(new URL('/', url))).json()).toMatchObject({ control: url })
  })

  it('serves its own document, with itself as the server, as YAML and as JSON', async () => {
    const { call, url } = await startControlServer()
    const yaml = await call('GET', '/openapi.yaml')
    const { body } = await call('GET', '/openapi.json')

    expect(yaml.headers.get('content-type')).toMatch(/^application\/yaml/)
    expect(parse(yaml.text)).toEqual(body)
    expect(body).toMatchObject({ info: { title: 'linktor-mock control plane' }, servers: [{ url }] })
  })

  it.each(['/v1', '/api/v2', '/'])('is served with the base path %s', async (basePath) => {
    const { call, ask } = await startControlServer({ basePath })

    expect((await call('POST', '/conversations/conv_abc123/read')).status).toBe(200)
    expect((await ask('GET', '/conversations')).status).toBe(200)
    expect((await call('GET', '/nope')).status).toBe(404)
  })

  it('does not replace API paths', async () => {
    for (const basePath of ['/_mock', '/_mock/v1']) {
      await expect(startControlServer({ basePath })).rejects.toThrow('basePath: /_mock is where the control plane is')
      expect((await startControlServer({ basePath, control: false })).server.url).toMatch(/_mock/)
    }
  })

  it('can be disabled', async () => {
    const { url, mock } = await startControlServer({ control: false })

    expect((await fetch(`${url}/reset`, { method: 'POST' })).status).toBe(404)
    expect(await (await fetch(new URL('/', url))).json()).not.toHaveProperty('control')
    expect(mock.requests.all()).toHaveLength(1)
  })

  it('returns 404 for an unknown path, and 405 with the allowed methods for a known one', async () => {
    const { call, url } = await startControlServer()
    const wrong = await call('POST', '/clock')

    expect((await call('GET', '/clocks')).body).toMatchObject({ error: { code: 'RESOURCE_NOT_FOUND' } })
    expect(wrong.status).toBe(405)
    expect(wrong.headers.get('allow')).toBe('GET, HEAD, PATCH')
    expect((await call('OPTIONS', '/reset')).status).toBe(405)
    expect((await fetch(`${url}/snapshots/%E0%A4%A`)).status).toBe(400)
  })

  it.each(controlRoutes.filter(({ operationId }) => controlValidators[operationId].body !== undefined))(
    'rejects an unknown field and an unknown parameter: $operationId',
    async ({ method, path, operationId }) => {
      const { call, mock } = await startControlServer()
      const before = JSON.stringify(mock.world())
      const place = path.replace('{id}', 'conv_abc123')

      expect((await call(method, place, { advence: '1h' })).status).toBe(400)
      expect(fieldsOf(await call(method, `${place}?verbose=1`, {}))).toContain('?verbose')
      expect((await call(method, place, ['a list'])).status).toBe(400)
      expect((await call(method, place, null)).status).toBe(400)
      expect((await call(method, place)).status).toBe(operationId === 'reset' ? 200 : 400)
      expect(JSON.parse(JSON.stringify(mock.world()))).toEqual({ ...JSON.parse(before), now: expect.any(String) })
    },
  )

  it('says what is wrong with a body that is not JSON', async () => {
    const { url } = await startControlServer()
    const response = await fetch(`${url}/clock`, { method: 'PATCH', body: '{"advance":' })

    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      error: { code: 'VALIDATION_ERROR', details: [{ field: 'body', message: /must be JSON/ }] },
    })
  })

  it('rejects an extremely nested body', async () => {
    const { url, mock } = await startControlServer()
    const deep = '['.repeat(100_000) + ']'.repeat(100_000)
    const world = JSON.stringify(mock.world()).replace('"metadata":{', `"metadata":{"deep":${deep},`)
    const response = await fetch(`${url}/state`, { method: 'PUT', body: world })

    expect(response.status).toBe(400)
    expect(mock.db.conversations.count()).toBe(1)
  })

  it('accepts JSON as curl sends it, with the content type of a form', async () => {
    const { server, mock } = await startControlServer()
    const body = '{"now":"2024-01-15T10:00:00Z","frozen":true}'
    const response = await exchange(
      server.port,
      http(
        'PATCH /_mock/clock HTTP/1.1',
        'Host: localhost',
        'Content-Type: application/x-www-form-urlencoded',
        `Content-Length: ${body.length}`,
        'Connection: close',
      ),
      body,
    )

    expect(response).toMatch(/^HTTP\/1.1 200 /)
    expect(mock.clock.now().toISOString()).toBe('2024-01-15T10:00:00.000Z')
  })
})

it('an error names the complete path, and quotes only part of the input', async () => {
  const { call } = await startControlServer()
  const deep = { a: Array.from({ length: 500 }, () => ({ b: 'c' })) }
  const wrong = await call('PUT', '/reset')
  const long = [
    await call('POST', '/faults', { kind: 'fail', operation: '*', where: { query: deep } }),
    await call('PATCH', '/clock', { advance: 'x'.repeat(5000) }),
    await call('PATCH', '/clock', { now: 'x'.repeat(5000) }),
    await call('GET', `/snapshots/${'x'.repeat(5000)}`),
    await call('GET', '/events?types=nope'),
  ]

  expect(wrong.text).toContain('/_mock/reset does not take PUT')
  for (const { status, text } of long) {
    expect(status).toBeGreaterThanOrEqual(400)
    expect(text.length).toBeLessThan(1000)
    expect(text).not.toContain('^(')
  }
})
