import { expect } from 'vitest'
import { type ContractMatchers, matchers } from './vitest/matchers.js'

export { type MockFixtures, test } from './vitest/fixture.js'
export type { Match, Part } from './vitest/matchers.js'
export type { Handlers } from './vitest/network.js'
export { type ContractMatchers, expect, matchers }

expect.extend(matchers)

// The base of assertions in every version of vitest; its own interface for matchers has other type parameters in each.
declare global {
  namespace Chai {
    interface Assertion extends ContractMatchers {}
  }
}
