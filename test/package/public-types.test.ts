import { expect, it } from 'vitest'
import { publicTypes } from './public-types.js'

/** A change of this file is a change for users: it goes with a line in CHANGELOG.md. Update it by `npx vitest -u`. */
const REPORT = './public-types.md'

it('exports the types that users rely on', async () => {
  await expect(publicTypes()).toMatchFileSnapshot(REPORT)
})
