import { once } from 'node:events'
import { createServer } from 'node:http'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { run } from '../../src/cli/run.js'
import { startHttpServer } from '../adapters/wire.js'
import { runCommand, runCommandWith, startServe, terminal } from './terminal.js'

const KEY = { authorization: 'Bearer demo-key' }

async function statuses(url: string, ...keys: string[]): Promise<number[]> {
  const answers = keys.map((key) => fetch(`${url}/conversations`, { headers: { authorization: `Bearer ${key}` } }))
  return (await Promise.all(answers)).map(({ status }) => status)
}

async function total(url: string, query = ''): Promise<number> {
  const response = await (await fetch(`${url}/conversations${query}`, { headers: KEY })).json()
  return response.meta.pagination.totalCount
}

describe('linktor-mock serve', () => {
  it('prints one line when it is ready, with 51 conversations', async () => {
    const { stdout, stderr, url } = await startServe()

    expect(stdout.text).toMatch(
      /^linktor-mock is ready at http:\/\/127\.0\.0\.1:\d+\/v1 \(51 conversations, docs at http:\/\/127\.0\.0\.1:\d+\/docs\)\n$/,
    )
    expect(stderr.text).toBe('')
    expect(await total(url)).toBe(51)
  })

  it("uses the machine's time by default, whatever the time of the generated data", async () => {
    for (const args of [[], ['--conversations', '5'], ['--world', 'guide'], ['--world', 'empty', '--conversations', '5']]) {
      const { url } = await startServe(args)
      vi.useFakeTimers({ now: Date.parse('2031-02-03T04:05:06Z'), toFake: ['Date'] })
      const { now } = await (await fetch(new URL('/health', url))).json()
      vi.useRealTimers()

      expect(now).toBe('2031-02-03T04:05:06.000Z')
    }
  })

  it('is the default command', async () => {
    const io = terminal()
    const ended = run(['--port', '0', '--world', 'guide'], io)
    await io.stdout.shows(/\(1 conversation, /)
    io.signals.emit('SIGINT')

    expect(await ended).toBe(0)
  })

  it('listens on 127.0.0.1:4010 by default', async () => {
    const help = (await runCommand('serve', '--help')).stdout.replace(/\s+/g, ' ')

    expect(help).toMatch(/--port <port> .*? \(default: 4010\) --/)
    expect(help).toMatch(/--host <host> .*? \(default: "127\.0\.0\.1"\) --/)
  })

  it.each(['SIGINT', 'SIGTERM'])('exits with 0 on %s, though connections are kept alive', async (signal) => {
    const { url, signals, ended } = await startServe()
    await (await fetch(`${url}/conversations`, { headers: KEY })).text()
    signals.emit(signal)

    expect(await ended).toBe(0)
    await expect(fetch(url)).rejects.toThrow()
    expect(signals.listenerCount(signal)).toBe(0)
  })

  it('waits for requests in flight, until the second signal', async () => {
    const { url, signals, ended } = await startServe(['--latency', '600000'])
    const lost = expect(fetch(`${url}/conversations`, { headers: KEY })).rejects.toThrow()
    await fetch(new URL('/health', url)) // which is answered after the other one has arrived
    signals.emit('SIGINT')
    signals.emit('SIGINT')

    expect(await ended).toBe(0)
    await lost
  })

  it('reports that the port is in use', async () => {
    const { port } = await startHttpServer(createServer())

    expect(await runCommand('serve', '--port', String(port))).toEqual({
      status: 1,
      stdout: '',
      stderr: `error: port ${port} of 127.0.0.1 is in use: choose another, or 0 for any that is free\n`,
    })
  })
})

/** Each option with a check that it takes effect. */
const OPTIONS: readonly (readonly [flag: string, value: string, proof: (url: string) => Promise<unknown>])[] = [
  ['--host', 'localhost', async (url) => expect(url).toMatch(/^http:\/\/localhost:/)],
  ['--base-path', '/api/v2', async (url) => expect(url).toMatch(/\/api\/v2$/)],
  ['--base-path', '/', async (url) => expect(await total(url.replace(/\/$/, ''))).toBe(51)],
  ['--conversations', '7', async (url) => expect(await total(url)).toBe(8)],
  ['--world', 'empty', async (url) => expect(await total(url)).toBe(0)],
  [
    '--now',
    '2024-01-15T10:30:00Z',
    async (url) => expect((await (await fetch(new URL('/health', url))).json()).now).toMatch(/^2024-01-15T10:3/),
  ],
  ['--api-key', 'other', async (url) => expect((await fetch(`${url}/conversations`, { headers: KEY })).status).toBe(401)],
  [
    '--rate-limit',
    '7',
    async (url) => expect((await fetch(`${url}/conversations`, { headers: KEY })).headers.get('x-ratelimit-limit')).toBe('7'),
  ],
  ['--scenario', 'outage', async (url) => expect((await fetch(`${url}/conversations`, { headers: KEY })).status).toBe(503)],
  [
    '--trust-proxy',
    'true',
    async (url) => {
      const response = await fetch(new URL('/openapi.json', url), { headers: { 'x-forwarded-proto': 'https' } })
      expect((await response.json()).servers[0].url).toMatch(/^https:/)
    },
  ],
  ['--strict', 'true', async (url) => expect((await fetch(`${url}/conversations?limit=5`, { headers: KEY })).status).toBe(400)],
]

describe('the options of serve', () => {
  it.each(OPTIONS)('%s accepts %s', async (flag, value, proof) => {
    const { url } = await startServe(value === 'true' ? [flag] : [flag, value])

    await proof(url)
  })

  it.each(OPTIONS)('%s accepts %s from its variable', async (flag, value, proof) => {
    const variable = `LINKTOR_MOCK_${flag.slice(2).toUpperCase().replace('-', '_')}`
    const { url } = await startServe([], terminal({ env: { [variable]: value } }))

    await proof(url)
  })

  it('--scenario accepts the known names', async () => {
    const { status, stderr } = await runCommand('serve', '--scenario', 'chaos')

    expect(status).toBe(1)
    expect(stderr).toContain('Allowed choices are happy, flaky, slow, outage, rate-limited.')
  })

  it('--port accepts a port, also from its variable, which the command line overrides', async () => {
    const spare = createServer()
    const { port } = await startHttpServer(spare)
    spare.close()
    await once(spare, 'close')
    const given = await startServe(['--port', String(port)])
    const env = { LINKTOR_MOCK_PORT: String(port) }
    const overruled = await startServe(['--port', '0'], terminal({ env }))

    expect(given.url).toBe(`http://127.0.0.1:${port}/v1`)
    expect(overruled.url).not.toBe(given.url)
    expect((await runCommandWith(env, 'serve')).stderr).toContain(`port ${port} of 127.0.0.1 is in use`)
  })

  it('--latency delays each response', async () => {
    const { url, stdout } = await startServe(['--latency', '20-30', '--log', 'json'])
    await fetch(`${url}/conversations`, { headers: KEY })
    const [, ms] = await stdout.shows(/"ms":([\d.]+)/)

    expect(Number(ms)).toBeGreaterThanOrEqual(19)
  })

  it('--seed generates the same data again, and other data for another seed', async () => {
    const ids = async (seed: string) => {
      const { url } = await startServe(['--seed', seed, '--conversations', '5'])
      const { data } = await (await fetch(`${url}/conversations?sortBy=createdAt`, { headers: KEY })).json()
      return data.map(({ id }: { id: string }) => id)
    }

    expect(await ids('7')).toEqual(await ids('7'))
    expect(await ids('7')).not.toEqual(await ids('-8'))
  })

  it('--api-key may be repeated', async () => {
    const { url } = await startServe(['--api-key', 'one', '--api-key', 'two'])

    expect(await statuses(url, 'one', 'two', 'three')).toEqual([200, 200, 401])
  })

  it('--api-key accepts a key with commas', async () => {
    const { url } = await startServe(['--api-key', 'one,two'])

    expect(await statuses(url, 'one,two', 'one', 'two')).toEqual([200, 401, 401])
  })

  it('--api-key accepts several from its variable, separated by commas, and ignores the variable once one is given', async () => {
    const env = { LINKTOR_MOCK_API_KEY: 'one, two' }
    const { url } = await startServe([], terminal({ env }))
    const overruled = await startServe(['--api-key', 'three'], terminal({ env }))

    expect(await statuses(url, 'one', 'two', 'one, two', 'three')).toEqual([200, 200, 401, 401])
    expect(await statuses(overruled.url, 'one', 'two', 'three')).toEqual([401, 401, 200])
  })

  it.each(['', 'a b', 'é'])('--api-key rejects %j without printing it', async (key) => {
    const refused = { status: 1, stdout: '', stderr: 'error: --api-key: a key must be text without white space\n' }

    expect(await runCommand('serve', '--api-key', key)).toEqual(refused)
    expect(await runCommandWith({ LINKTOR_MOCK_API_KEY: `x,${key}` }, 'serve')).toEqual(refused)
  })

  it('--api-key rejects keys that the API never accepts', async () => {
    expect((await runCommand('serve', '--api-key', 'invalid-1')).stderr).toBe(
      'error: --api-key: a key must not begin with "invalid": the API never takes such a one\n',
    )
  })

  it.each(['false', '0', 'no', 'OFF', ''])('--strict is off when its variable says %j', async (value) => {
    const { url } = await startServe([], terminal({ env: { LINKTOR_MOCK_STRICT: value } }))

    expect((await fetch(`${url}/conversations?limit=5`, { headers: KEY })).status).toBe(200)
  })

  it('--strict rejects a variable that is neither true nor false', async () => {
    expect(await runCommandWith({ LINKTOR_MOCK_STRICT: 'maybe' }, 'serve')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(
        /^error: option '--strict' value 'maybe' from env 'LINKTOR_MOCK_STRICT' is invalid\. It must be true or false\.\n/,
      ),
    })
  })

  it.each([
    ['--port', '65536', 'It must be a number from 0 to 65535.'],
    ['--port', '-1', 'It must be a number from 0 to 65535.'],
    ['--port', '', 'It must be a number from 0 to 65535.'],
    ['--host', 'a b', 'It must be an address or a name, such as 127.0.0.1 or localhost.'],
    ['--base-path', 'v1', 'It must be a path such as /v1.'],
    ['--seed', '1.5', 'It must be a whole number.'],
    ['--conversations', '-3', 'It must be a whole number from 0 to 1000000.'],
    ['--now', 'today', 'It must be a date or a date-time, such as 2024-01-15T10:00:00Z, from 1971 on.'],
    ['--now', '2024-13-01', 'It must be a date or a date-time, such as 2024-01-15T10:00:00Z, from 1971 on.'],
    ['--now', '1024-01-01', 'It must be a date or a date-time, such as 2024-01-15T10:00:00Z, from 1971 on.'],
    ['--rate-limit', '0', 'It must be a whole number of requests a minute, at least 1.'],
    ['--latency', '200-50', 'It must be milliseconds such as 100, or a range such as 50-200, up to 600000.'],
    ['--log', 'loud', 'Allowed choices are pretty, json, silent.'],
  ])('%s rejects %j and says what is valid', async (flag, value, wanted) => {
    const { status, stdout, stderr } = await runCommand('serve', flag, value)

    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(new RegExp(`^error: option '${flag} <\\w+>' argument '${value}' is invalid\\. `))
    expect(stderr).toContain(wanted)
  })

  it('from a variable are rejected in the same way, by its name', async () => {
    expect((await runCommandWith({ LINKTOR_MOCK_PORT: 'many' }, 'serve')).stderr).toContain(
      "error: option '--port <port>' value 'many' from env 'LINKTOR_MOCK_PORT' is invalid. It must be a number from 0 to 65535.",
    )
  })

  it('from an empty variable are ignored', async () => {
    const env = { LINKTOR_MOCK_HOST: '', LINKTOR_MOCK_WORLD: '', LINKTOR_MOCK_CONVERSATIONS: '', LINKTOR_MOCK_LATENCY: '' }
    const { stdout } = await startServe([], terminal({ env }))

    expect(stdout.text).toContain('(51 conversations')
  })

  it('come from the given environment, not from that of the process', async () => {
    vi.stubEnv('LINKTOR_MOCK_CONVERSATIONS', '3')
    onTestFinished(() => void vi.unstubAllEnvs())

    expect((await startServe()).stdout.text).toContain('(51 conversations')
  })
})
