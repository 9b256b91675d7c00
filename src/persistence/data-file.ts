import { realpathSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import type { PersistedState, Persistence } from '../mock/persistence.js'
import type { Session } from '../mock/session.js'
import { DataError } from './data-error.js'
import { type Disk, realDisk } from './disk.js'
import { logGenerations, logPath, temporaryPaths } from './file-names.js'
import { type Loaded, load } from './load.js'
import { acquireLock } from './lock-file.js'
import { PendingChanges } from './pending-changes.js'
import { readLines } from './read-lines.js'
import { type SnapshotContents, SnapshotFile } from './snapshot-file.js'
import { WriteAheadLog } from './write-ahead-log.js'

export interface DataOptions {
  /** Is told, in one line, what went wrong and was lived with. */
  readonly warn: (line: string) => void
  /** A log is done away with when it is longer than this, and longer than the snapshot; in bytes, by default 1 MiB. */
  readonly compactAt?: number | undefined
  readonly disk?: Disk
}

const COMPACT_AT = 1024 * 1024

/**
 * Keeps a mock in a file: a snapshot, and beside it a log of all that happened since. A write is in the log before its answer leaves.
 * docs/decisions/0014-persistence.md tells how.
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
  #noted: PendingChanges | undefined
  /** What was kept last, once it had to be read again; until something more can be kept. */
  #lastKept: PersistedState | undefined
  /** Whether it was told that what happened by itself cannot be kept. */
  #warned = false
  /** No compaction is begun before the log is this long: the last one has failed. */
  #patience = 0
  #compaction: { readonly done: Promise<void>; readonly stop: AbortController } | undefined

  /**
   * Opens a file, which need not be there yet.
   *
   * @throws DataError when it cannot be gone on with, or another process has it
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
    } catch (error) {
      this.#unlock()
      throw error
    }
  }

  attach(session: Session): void {
    this.#noted = new PendingChanges(session)
  }

  replaceAll(session: Session): void {
    this.#compaction?.stop.abort()
    const { generation } = this.#nextLog()
    const snapshot = new SnapshotFile(this.#disk, this.#path, { session, clock: session.clock.setting(), generation })
    try {
      while (snapshot.writeNext()) {} // to its end
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
    this.#lastKept = undefined
  }

  flush(): void {
    try {
      this.#write()
    } catch (error) {
      this.#warn(`${this.#log?.path ?? this.#path}: ${reasonOf(error)}: what was asked for is refused, and taken back`)
      throw error
    }
  }

  tryFlush(): void {
    try {
      this.#write()
    } catch (error) {
      if (!this.#warned)
        this.#warn(`${this.#log?.path ?? this.#path}: ${reasonOf(error)}: what happens by itself is kept as soon as that is possible`)
      this.#warned = true
    }
  }

  rollback(): PersistedState | undefined {
    try {
      this.#lastKept ??= load(this.#disk, this.#path).state
    } catch (error) {
      this.#warn(`${this.#path}: what was kept cannot be read: ${reasonOf(error)}`)
      return undefined
    }
    const { store, idempotency, requestIds, clock } = this.#lastKept
    return { store: store.fork(), idempotency: idempotency.fork(), requestIds: requestIds.fork(), clock }
  }

  /** Lets go of the file. What was noted has been kept as far as it can be. */
  async close(): Promise<void> {
    this.#compaction?.stop.abort()
    await this.#compaction?.done
    this.#log?.close()
    this.#log = undefined
    this.#unlock()
  }

  /** Reads what is there, and opens the log to go on with. */
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
        ? WriteAheadLog.begin(this.#disk, this.#path, log.generation, log.after)
        : WriteAheadLog.goOn(this.#disk, this.#path, log)
    if (log.torn > 0) this.#warn(`${this.#log.path}: a write that was cut off is dropped (${log.torn} bytes at the end)`)
    this.#removeOlder(generation)
    for (const path of temporaryPaths(this.#disk, this.#path)) this.#disk.remove(path)
    return loaded
  }

  #write(): void {
    const transaction = this.#noted?.transaction()
    if (transaction === undefined) return
    if (this.#log === undefined) throw new Error('the data file is closed')
    this.#log.add(transaction)
    this.#noted?.clear()
    this.#lastKept = undefined
    this.#warned = false
    this.#compactIfDue(this.#log)
  }

  /** From now on, writes go to another log; what they follow is in the one before. */
  #nextLog(): WriteAheadLog {
    const before = this.#log
    before?.mend()
    const log = WriteAheadLog.begin(this.#disk, this.#path, (before?.generation ?? 0) + 1, before?.lines ?? 0)
    this.#log = log
    before?.close()
    return log
  }

  #compactIfDue({ bytes }: WriteAheadLog): void {
    if (this.#compaction !== undefined || bytes <= Math.max(this.#compactAt, this.#snapshotBytes, this.#patience)) return
    const stop = new AbortController()
    const done = this.#compact(stop.signal)
      .catch((error: unknown) => {
        this.#patience = 2 * bytes
        this.#warn(`${this.#path}: the log could not be put into a new snapshot, and grows on: ${reasonOf(error)}`)
      })
      .finally(() => {
        this.#compaction = undefined
      })
    this.#compaction = { done, stop }
  }

  /** Writes a snapshot while requests are answered: it is of a fork, to which nothing happens any more. */
  async #compact(stopped: AbortSignal): Promise<void> {
    const noted = this.#noted
    if (noted === undefined) return
    const { generation } = this.#nextLog()
    const whole: SnapshotContents = { session: noted.memory.fork(), clock: noted.setting, generation }
    const snapshot = new SnapshotFile(this.#disk, this.#path, whole)
    try {
      do await nextTurn()
      while (!stopped.aborted && snapshot.writeNext())
      if (!stopped.aborted) await snapshot.syncLater()
      if (stopped.aborted) return snapshot.removeIfPossible()
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
    this.#patience = 0
  }

  /** The logs before a snapshot are in it; one that cannot be removed is in nobody's way. */
  #removeOlder(generation: number): void {
    try {
      for (const older of logGenerations(this.#disk, this.#path)) {
        if (older < generation) this.#disk.remove(logPath(this.#path, older))
      }
    } catch {}
  }
}

/** A name that leads to a file leads there for good, though another file is put in its place. */
function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return resolve(path)
  }
}

/** Says of what the system refuses which file it is about. */
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

/** Whether a log holds more than its header. */
function isUsed(disk: Disk, path: string): boolean {
  for (const { number } of readLines(disk, path)) if (number > 1) return true
  return false
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Lets requests go first. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
