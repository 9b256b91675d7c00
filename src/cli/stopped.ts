import type { EventEmitter } from 'node:events'

/** What a command runs until it is told to stop. */
interface Running {
  close(options: { readonly force: boolean }): Promise<void>
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/**
 * Waits until a signal has stopped a server; a second one cuts short the requests that are under way.
 *
 * @param failed - rejects when the server cannot go on
 */
export async function stopped(server: Running, signals: EventEmitter, failed?: Promise<never>): Promise<void> {
  let force = false
  let stop = (): void => {}
  const told = new Promise<void>((resolve, reject) => {
    stop = () => {
      server.close({ force }).then(resolve, reject)
      force = true
    }
    for (const signal of SIGNALS) signals.on(signal, stop)
  })
  try {
    await Promise.race(failed === undefined ? [told] : [told, failed])
  } finally {
    for (const signal of SIGNALS) signals.off(signal, stop)
  }
}
