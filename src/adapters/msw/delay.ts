/**
 * Waits, unless the request is aborted; resolves to whether the time is over. MSW reports aborts for `fetch` in Node only: requests by
 * `node:http`, and of a page behind its service worker, are handled even if they were aborted.
 */
export function delay(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => end(!signal.aborted), milliseconds)
    const onAbort = (): void => end(false)
    signal.addEventListener('abort', onAbort, { once: true })

    function end(elapsed: boolean): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      resolve(elapsed)
    }
  })
}
