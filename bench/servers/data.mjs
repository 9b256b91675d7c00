import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMock, generateWorld } from '../product.mjs'

export const NOW = '2026-11-22T12:00:00Z'
export const SEED = 1
export const HEADERS = { authorization: 'Bearer key' }

/** Returns the requests to this mock, its responses, which the constant servers send, and the data of the other servers. */
export function dataOf(conversations) {
  const world = generateWorld({ conversations, seed: SEED, now: NOW })
  const mock = createMock({ world, now: NOW })
  const ids = spread(world.conversations, 500).map(({ id }) => id)
  const channelId = world.channels[0].id
  const requests = {
    list: { method: 'GET', path: '/conversations?status=open&perPage=20' },
    get: { method: 'GET', path: `/conversations/${ids[250]}` },
    create: {
      method: 'POST',
      path: '/conversations',
      body: JSON.stringify({ channelId, contact: { name: 'Ana {n}', email: 'ana{n}@example.com' }, tags: ['vip'] }),
    },
    update: { method: 'PATCH', path: '/conversations/{id}', body: JSON.stringify({ priority: 'high', tags: ['vip', 'n{n}'] }), ids },
  }
  const responses = Object.fromEntries(
    Object.entries(requests).map(([name, { method, path, body }]) => {
      const { status, headers, body: text } = mock.handle({ method, path: path.replace('{id}', ids[0]), headers: HEADERS, body })
      if (status >= 300) throw new Error(`${method} ${path}: ${text}`)
      return [name, { method, status, headers: { ...headers, 'content-length': String(Buffer.byteLength(text)) }, body: text }]
    }),
  )
  mock.reset()
  return { conversations, id: ids[250], requests, responses, items: () => itemsOf(mock) }
}

/** Creates a folder for the data files of servers. */
export function scratchFolder() {
  return mkdtempSync(join(tmpdir(), 'linktor-mock-bench-'))
}

/** @returns {string} the path of the file */
export function writeJson(folder, name, value) {
  const file = join(folder, name)
  writeFileSync(file, JSON.stringify(value))
  return file
}

/** Returns all conversations as plain objects, for servers of plain objects: the id and the attributes of each list item. */
function itemsOf(mock) {
  const items = []
  for (let page = 1; ; page++) {
    const { body } = mock.handle({ method: 'GET', path: `/conversations?perPage=100&page=${page}`, headers: HEADERS })
    const { data, meta } = JSON.parse(body)
    for (const { id, attributes } of data) items.push({ id, ...attributes })
    if (page >= meta.pagination.totalPages) return items
  }
}

/** Picks records at equal distances. */
function spread(all, count) {
  const step = all.length / count
  return Array.from({ length: Math.min(count, all.length) }, (_, i) => all[Math.floor(i * Math.max(step, 1))])
}
