/**
 * Waits, unless a request is given up meanwhile; tells whether it was waited to the end. MSW tells of that for `fetch` in Node; for
 * `node:http`, and for a page behind its service worker, it does not, and the request is carried out as if nobody had left.
 */
export function delay(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => end(!signal.aborted), milliseconds)
    const givenUp = (): void => end(false)
    signal.addEventListener('abort', givenUp, { once: true })

    function end(waited: boolean): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', givenUp)
      resolve(waited)
    }
  })
}
