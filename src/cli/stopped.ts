import type { EventEmitter } from 'node:events'

/** A running server. */
interface Running {
  close(options: { readonly force: boolean }): Promise<void>
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** Waits until a signal has stopped a server; a second one aborts the requests that are under way. */
export function stopped(server: Running, signals: EventEmitter): Promise<void> {
  return new Promise((resolve, reject) => {
    let force = false
    for (const signal of SIGNALS) signals.on(signal, stop)

    function stop(): void {
      server.close({ force }).then(() => {
        for (const signal of SIGNALS) signals.off(signal, stop)
        resolve()
      }, reject)
      force = true
    }
  })
}
