import fc from 'fast-check'
import { describe, it } from 'vitest'
import { Agreement } from '../model/agreement.js'
import { runs } from '../model/runs.js'
import { sequenceOf } from '../model/steps.js'

describe('for any requests', () => {
  it('the mock responds like the naive model of the guide, and sends the same events', async () => {
    const property = fc.asyncProperty(sequenceOf(30), async (steps) => {
      const agreement = await Agreement.start()
      for (const step of steps) await agreement.take(step)
      await agreement.audit()
    })
    await fc.assert(property, runs(600))
  }, 300_000)
})
