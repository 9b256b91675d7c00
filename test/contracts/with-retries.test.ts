import { expect, it, vi } from 'vitest'
import { Client } from '../../contracts/client.js'
import { withRetries } from '../../contracts/rules/with-retries.js'
import { Session } from '../../contracts/session.js'
import { Skipped } from '../../contracts/skipped.js'

const client = (): Client =>
  new Client(new Session({ baseUrl: 'http://changing.test/v1', apiKey: 'key', fetch: async () => Response.json({ data: [] }) }))

it('repeats a check while data changes, and reports the last attempt only', async () => {
  const api = client()
  const check = vi.fn(async () => {
    await api.call('GET', '/webhooks')
    if (check.mock.calls.length < 4) throw new Error('it changed')
    return 'still'
  })

  expect(await withRetries(api, check)).toBe('still')
  expect(api.exchanges.length).toBe(1)
})

it('throws the error of the fourth attempt', async () => {
  const check = vi.fn(async () => {
    throw new Error(`check ${check.mock.calls.length}`)
  })

  await expect(withRetries(client(), check)).rejects.toThrow('check 4')
})

it('does not retry a skip', async () => {
  const check = vi.fn(async () => {
    throw new Skipped('there is none')
  })

  await expect(withRetries(client(), check)).rejects.toThrow(Skipped)
  expect(check).toHaveBeenCalledTimes(1)
})
