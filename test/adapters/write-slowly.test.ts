import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { slowBody } from '../../src/adapters/msw/slow-body.js'
import { writeSlowly } from '../../src/adapters/write-slowly.js'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

/** Time and text of each piece that was passed on. */
function handed(body: string, milliseconds: number) {
  const started = Date.now()
  const seen: [at: number, piece: string][] = []
  const decoder = new TextDecoder()
  const stop = writeSlowly(body, milliseconds, {
    take: (piece) => seen.push([Date.now() - started, decoder.decode(piece, { stream: true })]),
    end: () => seen.push([Date.now() - started, 'END']),
  })
  return { seen, stop }
}

describe('a slowly written body', () => {
  it('is sent in ten pieces, spread over the time', () => {
    const { seen } = handed('abcdefghijklmnopqrstuvwxy', 1000)
    vi.advanceTimersByTime(1000)
    expect(seen.map(([at]) => at)).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1000])
    expect(seen.map(([, piece]) => piece).join('')).toBe('abcdefghijklmnopqrstuvwxyEND')
    expect(Math.max(...seen.map(([, piece]) => piece.length))).toBe(3)
  })

  it('has at most as many pieces as bytes', () => {
    const { seen } = handed('{}', 1000)
    vi.advanceTimersByTime(1000)
    expect(seen).toEqual([
      [500, '{'],
      [1000, '}'],
      [1000, 'END'],
    ])
  })

  it('stays intact when pieces split characters', () => {
    const { seen } = handed('東京🙂'.repeat(7), 70)
    vi.advanceTimersByTime(70)
    expect(seen.map(([, piece]) => piece).join('')).toBe(`${'東京🙂'.repeat(7)}END`)
  })

  it('takes the complete time even if it is not a multiple of ten', () => {
    const { seen } = handed('abcdefghij', 55)
    vi.advanceTimersByTime(55)
    expect(seen.map(([at]) => at)).toEqual([5, 11, 16, 22, 27, 33, 38, 44, 49, 55, 55])
  })

  it('may have a time of 0, or no bytes', () => {
    const [none, empty] = [handed('abc', 0), handed('', 10)]
    vi.advanceTimersByTime(10)
    expect(none.seen).toEqual([
      [0, 'abc'],
      [0, 'END'],
    ])
    expect(empty.seen).toEqual([
      [10, ''],
      [10, 'END'],
    ])
  })

  it('stays stopped', () => {
    const { seen, stop } = handed('abcdefghij', 1000)
    vi.advanceTimersByTime(350)
    stop()
    vi.advanceTimersByTime(1000)
    expect(seen.map(([, piece]) => piece)).toEqual(['a', 'b', 'c'])
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('a slow body', () => {
  it('stops when its reader cancels', async () => {
    const reader = slowBody('abcdefghij', 1000, new AbortController().signal).getReader()
    vi.advanceTimersByTime(100)
    expect((await reader.read()).value).toEqual(new TextEncoder().encode('a'))
    await reader.cancel()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('fails, and stops, when the request is aborted', async () => {
    const abort = new AbortController()
    const reader = slowBody('abcdefghij', 1000, abort.signal).getReader()
    abort.abort()
    await expect(reader.read()).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }))
    expect(vi.getTimerCount()).toBe(0)
  })

  it('ignores signals once it has ended', async () => {
    const abort = new AbortController()
    const text = new Response(slowBody('abcdefghij', 1000, abort.signal)).text()
    vi.advanceTimersByTime(1000)
    abort.abort()
    expect(await text).toBe('abcdefghij')
  })
})
