import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { World } from '../store/records.js'
import { toTimestamp } from '../time/timestamp.js'
import { CommandError, type Io, reasonOf } from './io.js'
import { loadWorld } from './world.js'

export interface SeedOptions {
  readonly conversations: number
  readonly seed: number
  readonly now?: string
  readonly world: string
  readonly out: string
}

/** Characters in a written piece, about: one write for each record would be slow. */
const PIECE = 65_536

/**
 * Writes a generated world as JSON, with its time (`now`).
 *
 * @throws CommandError when the file cannot be written
 */
export async function seed({ out, now = new Date().toISOString(), ...options }: SeedOptions, io: Io): Promise<void> {
  const { version, ...data } = await loadWorld({ ...options, now })
  const world = { version, now: toTimestamp(Date.parse(now)), ...data }
  const text = Readable.from(pieces(linesOf(world)))
  try {
    await (out === '-' ? pipeline(text, io.stdout, { end: false }) : pipeline(text, createWriteStream(out)))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return // the reader has seen enough
    throw new CommandError(`--out ${out}: it cannot be written (${reasonOf(error)})`, { cause: error })
  }
  if (out !== '-') io.stdout.write(`${out}: ${world.conversations.length} conversations, ${world.messages.length} messages\n`)
}

/** JSON with a line for each record, so that two worlds can be compared by line. */
function* linesOf(world: World): Generator<string> {
  const parts = Object.entries(world)
  for (const [at, [name, value]] of parts.entries()) {
    const comma = at < parts.length - 1 ? ',' : ''
    const key = `${at === 0 ? '{\n' : ''}  ${JSON.stringify(name)}: `
    if (Array.isArray(value) && value.length > 0) {
      yield `${key}[\n`
      for (const [index, record] of value.entries()) yield `    ${JSON.stringify(record)}${index < value.length - 1 ? ',' : ''}\n`
      yield `  ]${comma}\n`
    } else {
      yield `${key}${JSON.stringify(value)}${comma}\n`
    }
  }
  yield '}\n'
}

function* pieces(lines: Iterable<string>): Generator<string> {
  let piece = ''
  for (const line of lines) {
    piece += line
    if (piece.length < PIECE) continue
    yield piece
    piece = ''
  }
  yield piece
}
