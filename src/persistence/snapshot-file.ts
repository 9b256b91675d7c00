import { dirname } from 'node:path'
import type { Session } from '../mock/session.js'
import type { ClockSetting } from '../time/clock.js'
import { type Disk, writeAll } from './disk.js'
import { type Head, headerOf, type Kind } from './entries.js'
import { temporaryPath } from './file-names.js'
import { lineOf } from './lines.js'

/** Records in a line. */
const RECORDS_IN_A_LINE = 50
/** Bytes written at a time, about. */
const PIECE_BYTES = 64 * 1024

/** Contents of a snapshot. */
export interface SnapshotContents {
  readonly session: Session
  readonly clock: ClockSetting
  readonly generation: number
}

/**
 * A snapshot that is written piece by piece beside the current one, and then renamed into place: a reader finds the old one or the new one,
 * never a part.
 */
export class SnapshotFile {
  readonly #disk: Disk
  readonly #path: string
  readonly #temporary: string
  readonly #file: number
  readonly #pieces: Iterator<Buffer>
  #bytes = 0

  constructor(disk: Disk, path: string, contents: SnapshotContents) {
    this.#disk = disk
    this.#path = path
    this.#pieces = pieces(contents)
    this.#temporary = temporaryPath(path, contents.generation)
    this.#file = disk.open(this.#temporary, 'w')
  }

  /** Length so far. */
  get bytes(): number {
    return this.#bytes
  }

  /** Writes the next piece. @returns whether there was one */
  writeNext(): boolean {
    const { done, value } = this.#pieces.next()
    if (done) return false
    writeAll(this.#disk, this.#file, value, this.#bytes)
    this.#bytes += value.length
    return true
  }

  /** Waits until written data survive a power failure. */
  sync(): void {
    this.#disk.sync(this.#file)
  }

  syncLater(): Promise<void> {
    return this.#disk.syncLater(this.#file)
  }

  /** Makes this snapshot the current one. */
  putInPlace(): void {
    this.#disk.rename(this.#temporary, this.#path)
  }

  /** Waits until the rename survives a power failure. */
  syncName(): void {
    const folder = openFolder(this.#disk, dirname(this.#path))
    if (folder === undefined) return
    try {
      this.#disk.sync(folder)
    } catch {
    } finally {
      this.#disk.close(folder)
    }
  }

  async syncNameLater(): Promise<void> {
    const folder = openFolder(this.#disk, dirname(this.#path))
    if (folder === undefined) return
    try {
      await this.#disk.syncLater(folder)
    } catch {
    } finally {
      this.#disk.close(folder)
    }
  }

  /** Closes the file, renamed or not. */
  close(): void {
    this.#disk.close(this.#file)
  }

  /** Deletes a snapshot that was not renamed. */
  removeIfPossible(): void {
    try {
      this.#disk.remove(this.#temporary)
    } catch {} // the next start does
  }
}

/** Some systems cannot open or sync a folder: there the rename survives a power failure when the system decides. */
function openFolder(disk: Disk, path: string): number | undefined {
  try {
    return disk.open(path, 'r')
  } catch {
    return undefined
  }
}

function* pieces(contents: SnapshotContents): Generator<Buffer> {
  let text = ''
  let lines = 0
  for (const value of entries(contents)) {
    text += lineOf(value)
    lines++
    if (text.length < PIECE_BYTES) continue
    yield Buffer.from(text)
    text = ''
  }
  yield Buffer.from(text + lineOf({ kind: 'end', lines }))
}

function* entries({ session, clock, generation }: SnapshotContents): Generator<object> {
  const { store, idempotency, requestIds } = session
  const head: Head = { ...store.header(), requestIds: requestIds.counters(), clock }
  yield headerOf('snapshot', generation)
  yield head
  yield* grouped('users', store.users.values())
  yield* grouped('bots', store.bots.values())
  yield* grouped('channels', store.channels.values())
  yield* grouped('contacts', store.contacts.values())
  yield* grouped('conversations', store.conversations.values())
  for (const thread of store.messages.threads()) yield* grouped('messages', thread.messages)
  yield* grouped('webhooks', store.webhooks.values())
  yield* grouped('deliveries', store.deliveries.values())
  yield* grouped('idempotency', idempotency.records())
}

function* grouped(kind: Kind | 'idempotency', all: Iterable<object>): Generator<object> {
  let records: object[] = []
  for (const record of all) {
    if (records.push(record) < RECORDS_IN_A_LINE) continue
    yield { kind, records }
    records = []
  }
  if (records.length > 0) yield { kind, records }
}
