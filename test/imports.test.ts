import { cruise } from 'dependency-cruiser'
import { expect, test } from 'vitest'
import { options } from './import-rules.js'

test('every module has only allowed imports', async () => {
  const { output } = await cruise(['src', 'fixtures', 'contracts'], options)
  if (typeof output === 'string') throw new Error(output)
  const { violations, totalCruised } = output.summary
  expect(violations.map(({ from, to, rule }) => `${from} → ${to}: ${rule.name}`)).toEqual([])
  expect(totalCruised).toBeGreaterThan(80)
})
