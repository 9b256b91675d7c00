import { cpSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { ask, send } from '../kit/kit.js'
import { copyAsKilled, newFile, persistedMock } from './persisted-mock.js'

/** A data file of format version 1, written by a server that was killed with `kill -9`: a snapshot, and a log with three later changes. */
const FORMAT_1 = fileURLToPath(new URL('format-1', import.meta.url))

it('opens a data file of format version 1: records, clock, idempotency keys and pending deliveries; and continues to write it', () => {
  const path = newFile()
  cpSync(FORMAT_1, dirname(path), { recursive: true })
  const { mock, lines } = persistedMock(join(dirname(path), 'inbox.data'))

  expect(lines).toEqual([])
  expect(mock.clock.now().toISOString()).toBe('2024-01-15T11:00:00.000Z')
  expect(mock.clock.frozen).toBe(true)
  expect(mock.db.conversations.get('conv_abc123')).toMatchObject({ status: 'closed', resolution: 'resolved' })
  expect(mock.db.messages.findMany({ conversationId: 'conv_abc123' }).at(-1)?.content).toEqual({ type: 'text', text: 'Still there?' })
  expect(mock.db.contacts.findMany({ name: 'Late Contact' })).toHaveLength(1)
  expect(mock.webhooks.deliveries.map(({ payload, status }) => [payload.event, status])).toEqual([['conversation.closed', 'pending']])
  expect(ask(mock, 'GET', '/conversations?search=still there')).toMatchObject({ data: [{ id: 'conv_abc123' }] })

  const body = { channelId: 'ch_xyz789', contact: { phone: '+351999999999', name: 'Late Contact' }, tags: ['kept'] }
  for (const [key, target, given] of [
    ['first', '/conversations', body],
    ['second', '/conversations/conv_abc123/close', { resolution: 'resolved' }],
  ] as const) {
    expect(
      send(mock, 'POST', target, given, { authorization: 'Bearer key', 'idempotency-key': key }).headers['idempotent-replayed'],
      key,
    ).toBe('true')
  }
  mock.db.conversations.update('conv_abc123', { tags: ['written-after'] })
  const again = persistedMock(join(copyAsKilled(join(dirname(path), 'inbox.data')), '..', 'inbox.data')).mock
  expect(again.db.conversations.get('conv_abc123').tags).toEqual(['written-after'])
  expect(
    send(again, 'POST', '/conversations', body, { authorization: 'Bearer key', 'idempotency-key': 'first' }).headers['idempotent-replayed'],
  ).toBe('true')
})
