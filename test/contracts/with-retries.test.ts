import { expect, it, vi } from 'vitest'
import { Client } from '../../contracts/client.js'
import { withRetries } from '../../contracts/rules/with-retries.js'
import { Session } from '../../contracts/session.js'
import { Skipped } from '../../contracts/skipped.js'

const client = (): Client =>
  new Client(new Session({ baseUrl: 'http://changing.test/v1', apiKey: 'key', fetch: async () => Response.json({ data: [] }) }))

it('looks until what others change holds still, and shows the last look alone', async () => {
  const api = client()
  const look = vi.fn(async () => {
    await api.call('GET', '/webhooks')
    if (look.mock.calls.length < 4) throw new Error('it changed')
    return 'still'
  })

  expect(await withRetries(api, look)).toBe('still')
  expect(api.exchanges.length).toBe(1)
})

it('gives up after four looks, with what the last one met', async () => {
  const look = vi.fn(async () => {
    throw new Error(`look ${look.mock.calls.length}`)
  })

  await expect(withRetries(client(), look)).rejects.toThrow('look 4')
})

it('looks once where there is nothing to look at', async () => {
  const look = vi.fn(async () => {
    throw new Skipped('there is none')
  })

  await expect(withRetries(client(), look)).rejects.toThrow(Skipped)
  expect(look).toHaveBeenCalledTimes(1)
})
