import { writeSlowly } from '../write-slowly.js'

/**
 * A body that is sent in pieces over a time, and ends once its request is aborted. A reader that cancels is not noticed at once: MSW keeps
 * a clone of each response for its event listeners, and a stream lives as long as one of its readers.
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
