/** Real timers, also where a test fakes the global ones: a timeout must end in any case. */
export const { setTimeout: startTimer, clearTimeout: stopTimer } = globalThis
