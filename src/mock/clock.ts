import type { Clock, MockClock } from '../time/clock.js'

/**
 * The public clock of a mock.
 *
 * @param clock - the clock of the current session
 * @param moved - called after each move
 */
export function mockClock(clock: () => Clock, moved: () => void): MockClock {
  const move = (act: (clock: Clock) => void): void => {
    act(clock())
    moved()
  }
  return {
    now: () => clock().now(),
    set: (instant) => move((clock) => clock.set(instant)),
    advance: (duration) => move((clock) => clock.advance(duration)),
    freeze: () => move((clock) => clock.freeze()),
    resume: () => move((clock) => clock.resume()),
    get frozen() {
      return clock().frozen
    },
  }
}
