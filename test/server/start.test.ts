import { once } from 'node:events'
import { Agent, createServer, request } from 'node:http'
import { networkInterfaces } from 'node:os'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createMock, type Mock } from '../../src/mock/create-mock.js'
import { whyNotListening } from '../../src/server/listen-error.js'
import { type RunningServer, type ServerOptions, startServer } from '../../src/server.js'
import { deferred, exchange, http, openConnection, readAll, startHttpServer } from '../adapters/wire.js'

const hasIpv6 = Object.values(networkInterfaces())
  .flat()
  .some((one) => one?.address === '::1')
const KEY = { authorization: 'Bearer demo-key' }

async function started(options: ServerOptions = {}, mock: Mock = createMock()): Promise<RunningServer> {
  const server = await startServer(mock, { port: 0, ...options })
  onTestFinished(() => server.close({ force: true }))
  return server
}

describe('a server', () => {
  it('returns the URL of its API', async () => {
    const server = await started()

    expect(server.url).toBe(`http://127.0.0.1:${server.port}/v1`)
    expect((await fetch(`${server.url}/conversations`, { headers: KEY })).status).toBe(200)
  })

  it.each([
    ['localhost', 'localhost'],
    ['0.0.0.0', '127.0.0.1'],
  ])('on host %s is to be reached at %s', reachable)

  it.skipIf(!hasIpv6).each([
    ['::1', '[::1]'],
    ['::', '[::1]'],
  ])('on host %s of IPv6 is to be reached at %s', reachable)

  async function reachable(host: string, named: string): Promise<void> {
    const server = await started({ host })

    expect(server.url).toBe(`http://${named}:${server.port}/v1`)
    expect((await fetch(`${server.url}/conversations`, { headers: KEY })).status).toBe(200)
  }

  it('serves its API below another base path, even at the root', async () => {
    const [deep, root] = [await started({ basePath: '/api/v1/' }), await started({ basePath: '/' })]

    expect(deep.url).toBe(`http://127.0.0.1:${deep.port}/api/v1`)
    expect((await fetch(`${deep.url}/conversations`, { headers: KEY })).status).toBe(200)
    expect(root.url).toBe(`http://127.0.0.1:${root.port}`)
    expect((await fetch(`${root.url}/conversations`, { headers: KEY })).status).toBe(200)
    expect((await fetch(`${root.url}/health`)).status).toBe(200)
  })

  it('reports that the port is in use', async () => {
    const { port } = await startHttpServer(createServer())

    await expect(startServer(createMock(), { port })).rejects.toThrow(
      `port ${port} of 127.0.0.1 is in use: choose another, or 0 for any that is free`,
    )
  })

  it('reports an unknown host', async () => {
    await expect(startServer(createMock(), { port: 0, host: '192.0.2.1' })).rejects.toThrow('host 192.0.2.1 is no address of this machine')
  })

  it('reports other reasons why it cannot listen', async () => {
    await expect(startServer(createMock(), { port: 0, host: 'ff02::1' })).rejects.toThrow(/^cannot listen on port 0 of ff02::1: /)
  })

  it.each([
    ['EACCES', 'port 80 of h is not open to you: choose one from 1024 on, or 0 for any that is free'],
    ['ENOTFOUND', 'host h is no address of this machine: choose 127.0.0.1 for this machine only, 0.0.0.0 for all that reach it'],
  ])("explains Node's error %s", (code, message) => {
    expect(whyNotListening(Object.assign(new Error(), { code }), 80, 'h')).toBe(message)
  })

  it.each([
    [{ basePath: 'v1' }, 'basePath: "v1" must be a path such as "/v1"'],
    [{ latency: 'slow' }, 'latency: "slow" must be milliseconds such as 100'],
  ])('rejects %j', async (options, message) => {
    await expect(startServer(createMock(), options)).rejects.toThrow(message)
  })

  it('never sends `Connection: close`, and leaves that to the client', async () => {
    const { port } = await started()
    const socket = await openConnection(port)
    socket.write(http('GET /v1/conversations HTTP/1.1', 'Host: h', 'Authorization: Bearer a'))
    const [response] = await once(socket, 'data')
    onTestFinished(() => void socket.destroy())

    expect(String(response)).toMatch(/\r\nConnection: keep-alive\r\n/i)
    expect(String(response)).not.toMatch(/\r\nKeep-Alive:/i)
  })

  it('joins keys that are sent twice, and accepts neither', async () => {
    const { port } = await started()
    const raw = await exchange(
      port,
      http('GET /v1/conversations HTTP/1.1', 'Host: h', 'Authorization: Bearer a', 'Authorization: Bearer b', 'Connection: close'),
    )

    expect(raw).toMatch(/^HTTP\/1.1 401 /)
  })
})

describe('the close of a server', () => {
  it('does not wait for connections that are kept alive', async () => {
    const server = await started()
    const agent = new Agent({ keepAlive: true })
    onTestFinished(() => agent.destroy())
    const call = request(`${server.url}/conversations`, { agent, headers: KEY }).end()
    const [response] = await once(call, 'response')
    response.resume()
    await once(response, 'end')
    await server.close()

    await expect(fetch(server.url)).rejects.toThrow()
  })

  it('does not wait for connections that were never used', async () => {
    const server = await started()
    const socket = await openConnection(server.port)
    const ended = once(socket, 'close')
    await (await fetch(`${server.url}/conversations`)).text() // on a connection of its own, which arrives after that one
    await server.close()

    await ended
  })

  it('completes requests in flight, then ends their connections', async () => {
    const server = await started()
    const socket = await openConnection(server.port)
    socket.write(
      http(
        'POST /v1/conversations/conv_abc123/close HTTP/1.1',
        'Host: h',
        'Authorization: Bearer k',
        'Content-Length: 2',
        'Expect: 100-continue',
      ),
    )
    const [first] = await once(socket, 'data')
    const closed = server.close()
    socket.write('{}')

    expect(String(first)).toMatch(/^HTTP\/1.1 100/)
    expect(await readAll(socket)).toMatch(/^HTTP\/1.1 200 OK/)
    await closed
  })

  it('waits for nothing when forced, even during a wait', async () => {
    const server = await started({ latency: 600_000 })
    const arrived = deferred<void>()
    const lost = expect(
      new Promise((_, reject) => {
        const call = request(`${server.url}/conversations`, { headers: KEY }).on('error', reject)
        call.once('finish', () => arrived.resolve())
        call.end()
      }),
    ).rejects.toThrow()
    await arrived.promise
    const closed = server.close()
    await server.close({ force: true })

    await Promise.all([closed, lost])
  })
})
