import { realpathSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import type { PersistedState, Persistence } from '../mock/persistence.js'
import type { Session } from '../mock/session.js'
import { DataError } from './data-error.js'
import { type Disk, realDisk } from './disk.js'
import { logGenerations, logPath, temporaryPaths } from './file-names.js'
import { readLines } from './lines.js'
import { type Loaded, load } from './load.js'
import { acquireLock } from './lock-file.js'
import { PendingChanges } from './pending-changes.js'
import { type SnapshotContents, SnapshotFile } from './snapshot-file.js'
import { WriteAheadLog } from './write-ahead-log.js'

export interface DataOptions {
  /** Called with one line about a failure that was handled. */
  readonly warn: (line: string) => void
  /** The log is compacted when it is longer than this, and longer than the snapshot; bytes, default 1 MiB. */
  readonly compactAt?: number | undefined
  readonly disk?: Disk
}

const COMPACT_AT = 1024 * 1024

/**
 * Persists a mock in a file: a snapshot, and beside it a write-ahead log of later changes. A change is in the log before its response is
 * sent: docs/decisions/0014-persistence.md.
 */
export class DataFile implements Persistence {
  readonly loaded: PersistedState | undefined
  readonly #path: string
  readonly #disk: Disk
  readonly #warn: (line: string) => void
  readonly #compactAt: number
  readonly #unlock: () => void
  #log: WriteAheadLog | undefined
  #snapshotBytes = 0
  /** Number of the snapshot's file. */
  #inode: number | undefined
  #changes: PendingChanges | undefined
  /** State of the last flush, read again by a rollback; until the next flush. */
  #lastFlushed: PersistedState | undefined
  /** Whether the failure to persist due work was reported. */
  #hasWarned = false
  /** Length of the log before the next compaction, after one has failed. */
  #minCompactionBytes = 0
  #compaction: { readonly done: Promise<void>; readonly stop: AbortController } | undefined

  /**
   * Opens a file, which may not exist yet.
   *
   * @throws DataError when it is invalid, or in use by another process
   */
  constructor(path: string, { warn, compactAt = COMPACT_AT, disk = realDisk }: DataOptions) {
    this.#disk = disk
    this.#warn = warn
    this.#compactAt = compactAt
    this.#path = realPath(path)
    this.#unlock = onDisk(path, () => acquireLock(this.#path))
    try {
      const loaded = onDisk(path, () => this.#open())
      this.loaded = loaded?.state
      this.#snapshotBytes = loaded?.bytes ?? 0
      this.#inode = loaded && this.#disk.inode(this.#path)
    } catch (error) {
      this.#unlock()
      throw error
    }
  }

  attach(session: Session): void {
    this.#changes = new PendingChanges(session)
  }

  replaceAll(session: Session): void {
    this.#compaction?.stop.abort()
    const { generation } = this.#nextLog()
    const snapshot = new SnapshotFile(this.#disk, this.#path, { session, clock: session.clock.setting(), generation })
    try {
      while (snapshot.writeNext()) {} // to the end
      snapshot.sync()
      this.#putInPlace(snapshot)
      snapshot.syncName()
      this.#removeOlder(generation)
    } catch (error) {
      snapshot.removeIfPossible()
      throw error
    } finally {
      snapshot.close()
    }
    this.#lastFlushed = undefined
  }

  flush(): void {
    try {
      this.#write()
    } catch (error) {
      this.#warn(`${this.#log?.path ?? this.#path}: ${reasonOf(error)}: the change was rejected and rolled back`)
      throw error
    }
  }

  tryFlush(): void {
    try {
      this.#write()
    } catch (error) {
      if (!this.#hasWarned) this.#warn(`${this.#log?.path ?? this.#path}: ${reasonOf(error)}: due work is written as soon as that succeeds`)
      this.#hasWarned = true
    }
  }

  rollback(): PersistedState | undefined {
    try {
      this.#lastFlushed ??= load(this.#disk, this.#path).state
    } catch (error) {
      this.#warn(`${this.#path}: the persisted state cannot be read: ${reasonOf(error)}`)
      return undefined
    }
    const { store, idempotency, requestIds, clock } = this.#lastFlushed
    return { store: store.fork(), idempotency: idempotency.fork(), requestIds: requestIds.fork(), clock }
  }

  /** Closes the file. */
  async close(): Promise<void> {
    this.#compaction?.stop.abort()
    await this.#compaction?.done
    this.#log?.close()
    this.#log = undefined
    this.#unlock()
  }

  /** Reads the file, and opens its log for writing. */
  #open(): Loaded | undefined {
    const logs = logGenerations(this.#disk, this.#path)
    if (!isThere(this.#disk, this.#path)) {
      const left = logs.map((generation) => logPath(this.#path, generation)).find((path) => isUsed(this.#disk, path))
      if (left === undefined) return undefined
      throw new DataError(this.#path, `there is no such file, but ${left} goes with it: put it back, or delete that too`)
    }
    const loaded = load(this.#disk, this.#path)
    const { generation, log } = loaded
    this.#log =
      log.bytes === 0
        ? WriteAheadLog.create(this.#disk, this.#path, log.generation, log.after)
        : WriteAheadLog.resume(this.#disk, this.#path, log)
    if (log.torn > 0) this.#warn(`${this.#log.path}: a write that was cut off is dropped (${log.torn} bytes at the end)`)
    this.#removeOlder(generation)
    for (const path of temporaryPaths(this.#disk, this.#path)) this.#disk.remove(path)
    return loaded
  }

  #write(): void {
    const transaction = this.#changes?.transaction()
    if (transaction === undefined) return
    if (this.#log === undefined) throw new Error('the data file is closed')
    if (this.#isInPlace(this.#log)) this.#log.add(transaction)
    else this.#writeAnew()
    this.#changes?.clear()
    this.#lastFlushed = undefined
    this.#hasWarned = false
    this.#compactIfDue(this.#log)
  }

  #isInPlace(log: WriteAheadLog): boolean {
    return log.isInPlace && this.#inode === this.#disk.inode(this.#path)
  }

  /** Writes a snapshot with everything so far, in place of files that somebody has deleted or replaced. */
  #writeAnew(): void {
    this.#warn(`${this.#path}: the file, or its log, was deleted or replaced while in use: it is written anew`)
    if (this.#changes !== undefined) this.replaceAll(this.#changes.session)
  }

  /** Starts the next log, which follows the one before. */
  #nextLog(): WriteAheadLog {
    const before = this.#log
    before?.truncateTorn()
    const log = WriteAheadLog.create(this.#disk, this.#path, (before?.generation ?? 0) + 1, before?.lines ?? 0)
    this.#log = log
    before?.close()
    return log
  }

  #compactIfDue({ bytes }: WriteAheadLog): void {
    if (this.#compaction !== undefined || bytes <= Math.max(this.#compactAt, this.#snapshotBytes, this.#minCompactionBytes)) return
    const stop = new AbortController()
    const done = this.#compact(stop.signal)
      .catch((error: unknown) => {
        this.#minCompactionBytes = 2 * bytes
        this.#warn(`${this.#path}: the log could not be put into a new snapshot, and grows on: ${reasonOf(error)}`)
      })
      .finally(() => {
        this.#compaction = undefined
      })
    this.#compaction = { done, stop }
  }

  /** Writes a snapshot of a fork, which no request changes, while requests are handled. */
  async #compact(aborted: AbortSignal): Promise<void> {
    const changes = this.#changes
    if (changes === undefined) return
    const { generation } = this.#nextLog()
    const contents: SnapshotContents = { session: changes.session.fork(), clock: changes.setting, generation }
    const snapshot = new SnapshotFile(this.#disk, this.#path, contents)
    try {
      do await nextTurn()
      while (!aborted.aborted && snapshot.writeNext())
      if (!aborted.aborted) await snapshot.syncLater()
      if (aborted.aborted) return snapshot.removeIfPossible()
      this.#putInPlace(snapshot)
      await snapshot.syncNameLater()
      this.#removeOlder(generation)
    } catch (error) {
      snapshot.removeIfPossible()
      throw error
    } finally {
      snapshot.close()
    }
  }

  #putInPlace(snapshot: SnapshotFile): void {
    snapshot.putInPlace()
    this.#snapshotBytes = snapshot.bytes
    this.#inode = this.#disk.inode(this.#path)
    this.#minCompactionBytes = 0
  }

  /** Deletes logs that a snapshot contains; one that cannot be deleted does no harm. */
  #removeOlder(generation: number): void {
    try {
      for (const older of logGenerations(this.#disk, this.#path)) {
        if (older < generation) this.#disk.remove(logPath(this.#path, older))
      }
    } catch {}
  }
}

/** Resolves links once, so that a file which is replaced stays where the link pointed. */
function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return resolve(path)
  }
}

/** Names the file in errors of the operating system. */
function onDisk<T>(path: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (error instanceof DataError) throw error
    throw new DataError(path, `it cannot be read and written: ${reasonOf(error)}`)
  }
}

function isThere(disk: Disk, path: string): boolean {
  return disk.list(dirname(path)).includes(basename(path))
}

/** Tells whether a log has more than its header. */
function isUsed(disk: Disk, path: string): boolean {
  for (const { number } of readLines(disk, path)) if (number > 1) return true
  return false
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Lets requests be handled first. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
