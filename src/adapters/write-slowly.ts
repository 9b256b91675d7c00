/** Number of pieces of a slow body, at most; fewer when it has fewer bytes or milliseconds. */
const PIECES = 10

/** Receiver of the pieces. */
export interface Sink {
  take(piece: Uint8Array): void
  end(): void
}

/**
 * Passes a body on in pieces, spread evenly over a time: the first after its share of the time, the last at its end.
 *
 * @returns a function that stops it, for a client that has disconnected
 */
export function writeSlowly(body: string, milliseconds: number, sink: Sink): () => void {
  const bytes = new TextEncoder().encode(body)
  const count = Math.max(1, Math.min(PIECES, bytes.length, Math.floor(milliseconds)))
  /** Share of the first pieces, rounded to whole units, as timers know no fractions of a millisecond. */
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
