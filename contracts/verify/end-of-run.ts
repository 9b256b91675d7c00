import { BroadcastChannel } from 'node:worker_threads'

/**
 * A signal that is aborted when another thread says so, by {@link sendEnd}.
 *
 * vitest could cancel a run itself, but then it drops the tests that run where they are, and with them what they have just created.
 */
export function endOfRun(channel: string): AbortSignal {
  const controller = new AbortController()
  const listener = new BroadcastChannel(channel).unref()
  listener.onmessage = () => controller.abort(new Error('the run was ended'))
  return controller.signal
}

/** Signals the thread that listens on a channel to end its run. */
export function sendEnd(channel: string): void {
  const speaker = new BroadcastChannel(channel)
  speaker.postMessage('end')
  speaker.close()
}
