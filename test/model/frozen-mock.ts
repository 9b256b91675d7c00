import { createMock, type Mock } from '../../src/mock/create-mock.js'
import { NOW, smallWorld } from './small-world.js'

/** A mock of the small world with a frozen clock. */
export function frozenMock(): Mock {
  const mock = createMock({ world: smallWorld, seed: 1, now: NOW })
  freeze(mock)
  return mock
}

/** Freezes the clock, which a reset has resumed, at the exact start time. */
export function freeze(mock: Mock): void {
  mock.clock.freeze()
  mock.clock.set(NOW)
}
