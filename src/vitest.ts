import { expect } from 'vitest'
import { type ContractMatchers, matchers } from './vitest/matchers.js'

export { type MockFixtures, test } from './vitest/fixture.js'
export { type ContractMatchers, expect, matchers }

expect.extend(matchers)

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: the type parameter is vitest's own
  interface Matchers<T = any> extends ContractMatchers {}
}
