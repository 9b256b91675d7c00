import { setImmediate } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { Turn } from '../../src/adapters/node/turn.js'
import { nodeListener } from '../../src/adapters/node.js'
import { createMock } from '../../src/mock.js'
import { listening } from './wire.js'

it('handles the requests of a turn in their order before it sends an answer', async () => {
  const [turn, done] = [new Turn(), [] as string[]]
  for (const name of ['a', 'b']) {
    turn.add(() => {
      done.push(`handle ${name}`)
      return () => done.push(`send ${name}`)
    })
  }

  expect(done).toEqual([])
  await setImmediate()
  expect(done).toEqual(['handle a', 'handle b', 'send a', 'send b'])
})

it('leaves what comes in while it sends to the next turn', async () => {
  const [turn, done] = [new Turn(), [] as string[]]
  turn.add(() => () => {
    turn.add(() => () => done.push('second'))
    done.push('first')
  })

  await setImmediate()
  expect(done).toEqual(['first'])
  await setImmediate()
  expect(done).toEqual(['first', 'second'])
})

it('throws what one of them throws, and answers the others', async () => {
  const thrown = uncaught()
  const [turn, done] = [new Turn(), [] as string[]]
  turn.add(() => {
    throw new Error('handling')
  })
  turn.add(() => () => {
    throw new Error('sending')
  })
  turn.add(() => () => done.push('sent'))

  for (let i = 0; i < 3; i++) await setImmediate()
  expect(done).toEqual(['sent'])
  expect(thrown).toEqual([new Error('handling'), new Error('sending')])
})

it('answers while a test has the timers in its hand, and after a log that throws', async () => {
  const thrown = uncaught()
  const log = (): void => {
    throw new Error('log')
  }
  const { origin } = await listening(nodeListener(createMock(), { log }))
  const get = (): Promise<Response> => fetch(`${origin}/v1/conversations`, { headers: { authorization: 'Bearer k' } })
  const { setImmediate: real } = globalThis
  onTestFinished(() => {
    globalThis.setImmediate = real
  })
  globalThis.setImmediate = (() => ({})) as never
  const answers = await Promise.all(Array.from({ length: 4 }, get))

  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  await expect.poll(() => thrown).toHaveLength(4)
})

/** What nobody catches from now on, until the test is over. */
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
