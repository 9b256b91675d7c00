/** Real time, also where a test fakes its timers: a wait has to end in any case. */
export const { setTimeout: startTimer, clearTimeout: stopTimer } = globalThis
