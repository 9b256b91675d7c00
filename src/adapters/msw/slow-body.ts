import { writeSlowly } from '../write-slowly.js'

/**
 * A body that comes in pieces over a time, and comes no further once its request is given up. A reader that cancels is not known at once:
 * MSW keeps a copy of each answer for whoever listens to its events, and a stream goes on for as long as one of its readers does.
 */
export function slowBody(body: string, milliseconds: number, signal: AbortSignal): ReadableStream<Uint8Array> {
  let stop = (): void => {}
  return new ReadableStream({
    start(controller) {
      const givenUp = (): void => {
        stop()
        controller.error(signal.reason)
      }
      const stopTrickle = writeSlowly(body, milliseconds, {
        take: (piece) => controller.enqueue(piece),
        end() {
          stop()
          controller.close()
        },
      })
      stop = () => {
        stopTrickle()
        signal.removeEventListener('abort', givenUp)
      }
      signal.addEventListener('abort', givenUp, { once: true })
    },
    cancel: () => stop(),
  })
}
