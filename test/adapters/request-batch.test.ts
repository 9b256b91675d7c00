import { setImmediate } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { RequestBatch } from '../../src/adapters/node/request-batch.js'
import { nodeListener } from '../../src/adapters/node.js'
import { createMock } from '../../src/mock/create-mock.js'
import { startHttpServer } from './wire.js'

const KEY = { authorization: 'Bearer k' }

it('handles the requests of a turn in order before it sends a response', async () => {
  const [turn, done] = [new RequestBatch(), [] as string[]]
  for (const name of ['a', 'b']) turn.add({ handle: () => done.push(`handle ${name}`), send: () => done.push(`send ${name}`) })

  expect(done).toEqual([])
  await setImmediate()
  expect(done).toEqual(['handle a', 'handle b', 'send a', 'send b'])
})

it('handles requests that arrive while it sends in the next turn', async () => {
  const [turn, done] = [new RequestBatch(), [] as string[]]
  turn.add({
    handle: nothing,
    send() {
      turn.add({ handle: nothing, send: () => done.push('second') })
      done.push('first')
    },
  })

  await setImmediate()
  expect(done).toEqual(['first'])
  await setImmediate()
  expect(done).toEqual(['first', 'second'])
})

it('rethrows an error of one request, and responds to the others', async () => {
  const thrown = uncaught()
  const [turn, done] = [new RequestBatch(), [] as string[]]
  turn.add({ handle: () => fail('handling'), send: nothing })
  turn.add({ handle: nothing, send: () => fail('sending') })
  turn.add({ handle: nothing, send: () => done.push('sent') })

  for (let i = 0; i < 3; i++) await setImmediate()
  expect(done).toEqual(['sent'])
  expect(thrown).toEqual([new Error('handling'), new Error('sending')])
})

it('responds while a test uses fake timers', async () => {
  const { origin } = await startHttpServer(nodeListener(createMock()))
  const { setImmediate: real } = globalThis
  onTestFinished(() => {
    globalThis.setImmediate = real
  })
  globalThis.setImmediate = (() => ({})) as never

  expect((await get(origin)).status).toBe(200)
})

it('sends no response when the mock throws, and throws that error once', async () => {
  const thrown = uncaught()
  const { origin } = await startHttpServer(nodeListener({ handle: () => fail('handling'), delayFor: () => 0 }))
  const leaving = new AbortController()
  const answer = fetch(`${origin}/v1/conversations`, { headers: KEY, signal: leaving.signal })
  await expect.poll(() => thrown).toEqual([new Error('handling')])
  for (let i = 0; i < 3; i++) await setImmediate()
  leaving.abort()

  await expect(answer).rejects.toThrow('aborted')
  expect(thrown).toHaveLength(1)
})

it('responds to every request although the log throws', async () => {
  const thrown = uncaught()
  const log = (): void => {
    throw new Error('log')
  }
  const { origin } = await startHttpServer(nodeListener(createMock(), { log }))
  const answers = await Promise.all(Array.from({ length: 4 }, () => get(origin)))

  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  await expect.poll(() => thrown).toHaveLength(4)
})

it('handles earlier requests before a reset in the same turn', async () => {
  const mock = createMock()
  const listener = nodeListener(mock)
  const { origin } = await startHttpServer((request, response) => {
    listener(request, response)
    mock.reset()
  })
  const answer = await fetch(`${origin}/v1/conversations/conv_abc123/close`, { method: 'POST', headers: KEY })

  expect(answer.status).toBe(200)
  expect(mock.db.conversations.get('conv_abc123').status).toBe('open')
  expect(mock.requests.all()).toEqual([])
})

it('handles earlier requests before a named snapshot is restored in the same turn', async () => {
  const mock = createMock()
  mock.snapshots.take('start')
  const listener = nodeListener(mock)
  const { origin } = await startHttpServer((request, response) => {
    listener(request, response)
    mock.snapshots.restore('start')
  })
  const answer = await fetch(`${origin}/v1/conversations/conv_abc123/close`, { method: 'POST', headers: KEY })

  expect(answer.status).toBe(200)
  expect(mock.db.conversations.get('conv_abc123').status).toBe('open')
})

function nothing(): void {}

function fail(message: string): never {
  throw new Error(message)
}

function get(origin: string): Promise<Response> {
  return fetch(`${origin}/v1/conversations`, { headers: KEY })
}

/** Collects uncaught exceptions until the test ends. */
function uncaught(): unknown[] {
  const thrown: unknown[] = []
  const listeners = process.listeners('uncaughtException')
  const note = (error: unknown): number => thrown.push(error)
  process.removeAllListeners('uncaughtException').on('uncaughtException', note)
  onTestFinished(() => {
    process.off('uncaughtException', note)
    for (const listener of listeners) process.on('uncaughtException', listener)
  })
  return thrown
}
