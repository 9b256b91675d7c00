import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Mock } from '../../src/mock/create-mock.js'
import { Client, lineOf, toApiRequest } from '../model/client.js'
import { expectContract } from '../model/contract.js'
import { freeze, frozenMock } from '../model/frozen-mock.js'
import { idAt } from '../model/json.js'
import { runs } from '../model/runs.js'
import { type Step, sequenceOf } from '../model/steps.js'

const STEPS = 20

describe('the same requests at the same time', () => {
  it('give the same bytes and events in another mock of the same seed, and again after a reset', () => {
    const property = fc.property(sequenceOf(STEPS), (steps) => {
      const mock = frozenMock()
      const first = transcriptOf(mock, steps)

      expect(transcriptOf(frozenMock(), steps)).toEqual(first)
      mock.reset()
      freeze(mock)
      expect(mock.events.all()).toEqual([])
      expect(transcriptOf(mock, steps)).toEqual(first)
    })
    fc.assert(property, runs(100))
  })

  it('give the same bytes and events from a snapshot, each time it is restored', () => {
    const property = fc.property(sequenceOf(STEPS), sequenceOf(STEPS), (before, after) => {
      const mock = frozenMock()
      const client = new Client()
      transcriptOf(mock, before, client)
      const snapshot = mock.snapshot()
      const first = transcriptOf(mock, after, client.fork())

      for (let again = 0; again < 2; again++) {
        mock.restore(snapshot)
        expect(transcriptOf(mock, after, client.fork())).toEqual(first)
      }
    })
    fc.assert(property, runs(100))
  })
})

/** Everything that a client sees: each response, byte for byte, and each event. */
function transcriptOf(mock: Mock, steps: readonly Step[], client = new Client()): string[] {
  const lines: string[] = []
  const stop = mock.events.on('*', (event) => lines.push(JSON.stringify(event)))
  for (const step of steps) {
    mock.clock.advance(step.wait)
    const request = client.request(step)
    if (request === undefined) continue
    const response = mock.handle(toApiRequest(request))
    const body = expectContract(response.notes.operationId, response)
    if (response.status === 201) client.learn(idAt(body, 'data'), idAt(body, 'data', 'attributes', 'contact'))
    lines.push(lineOf(request), JSON.stringify(response))
  }
  stop()
  return lines
}
