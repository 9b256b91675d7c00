import { expect, it } from 'vitest'
import { publicTypes } from './public-types.js'

/** A change of the report is a change for users, and needs a line in CHANGELOG.md. Update it by `npx vitest --update=all`. */
const REPORT = './public-types.md'

it('exports the types that users rely on', async () => {
  await expect(publicTypes()).toMatchFileSnapshot(REPORT)
})
