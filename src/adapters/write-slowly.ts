/** In so many pieces a slow body goes out, or in as many as it has bytes or milliseconds. */
const PIECES = 10

/** Where the pieces of a body go. */
export interface Sink {
  take(piece: Uint8Array): void
  end(): void
}

/**
 * Hands a body on in pieces, spread evenly over a time: the first when its share of it has passed, the last at its end.
 *
 * @returns what stops it, for when nobody is there any more to take them
 */
export function writeSlowly(body: string, milliseconds: number, sink: Sink): () => void {
  const bytes = new TextEncoder().encode(body)
  const count = Math.max(1, Math.min(PIECES, bytes.length, Math.floor(milliseconds)))
  /** The share of the first so many pieces, in whole units: timers count no parts of a millisecond. */
  const share = (of: number, pieces: number): number => Math.floor((of * pieces) / count)
  let handed = 0
  let timer = wait()
  return () => clearTimeout(timer)

  function wait() {
    return setTimeout(next, share(milliseconds, handed + 1) - share(milliseconds, handed))
  }

  function next(): void {
    const piece = bytes.subarray(share(bytes.length, handed), share(bytes.length, handed + 1))
    handed++
    if (handed < count) timer = wait()
    sink.take(piece)
    if (handed === count) sink.end()
  }
}
