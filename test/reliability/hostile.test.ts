import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attackServer, attacks } from './attacks.js'
import { ChildServer } from './child-server.js'
import { numbers, SEED } from './numbers.js'

const BUILT = existsSync(fileURLToPath(new URL('../../dist/server.js', import.meta.url)))
const TOTAL = 10_000
const AT_A_TIME = 40
const MEBIBYTE = 1024 * 1024

describe.skipIf(!BUILT)('a server (after npm run build)', () => {
  let server: ChildServer
  beforeAll(async () => {
    server = await ChildServer.start()
  })
  afterAll(() => server?.stop())

  it(`survives ${TOTAL} hostile requests: no crash, no 5xx, no memory leak, and honest requests get responses`, async () => {
    const random = numbers(SEED)
    const names = Object.keys(attacks)
    const failures = new Map<string, number>()
    let responses = 0

    await attackTimes(TOTAL / 2)
    const before = await server.heapUsed()
    await attackTimes(TOTAL / 2)
    const after = await server.heapUsed()

    expect(Object.fromEntries(failures)).toEqual({})
    expect(server.runs).toBe(true)
    expect(server.errors).toBe('')
    expect(responses).toBeGreaterThan(TOTAL / 2)
    expect((after - before) / MEBIBYTE).toBeLessThan(16)
    expect(await honest(server.port)).toBe(200)

    async function attackTimes(times: number): Promise<void> {
      let left = times
      await Promise.all(
        Array.from({ length: AT_A_TIME }, async () => {
          while (left-- > 0) await attackOnce(names[left % names.length] as string)
        }),
      )
    }

    async function attackOnce(name: string): Promise<void> {
      const statuses = await attackServer(server.port, attacks[name] as (typeof attacks)[string], random)
      responses += statuses.length
      // 501 and 505 are the responses to transfer codings and versions that HTTP does not have.
      for (const status of statuses) if (status >= 500 && status !== 501 && status !== 505) failures.set(name, status)
    }
  }, 300_000)

  it.each(Object.entries(attacks))('serves other clients after %s', async (_, attack) => {
    for (let i = 0; i < 5; i++) await attackServer(server.port, attack, numbers(i))

    expect(await honest(server.port)).toBe(200)
    expect(server.errors).toBe('')
  })
})

async function honest(port: number): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/conversations`, { headers: { authorization: 'Bearer k' } })
  await response.arrayBuffer()
  return response.status
}
