import { missing } from '../db/collection.js'
import { quoted } from '../store/quoted.js'
import type { Timestamp } from '../time/timestamp.js'

/** A snapshot with a name. */
export interface NamedSnapshot {
  readonly name: string
  /** Time of the mock's clock. */
  readonly at: Timestamp
  readonly conversations: number
}

/**
 * Snapshots by name, which can be restored any number of times and survive a reset.
 *
 * @example
 * mock.snapshots.take('before the sale')
 * mock.snapshots.restore('before the sale')
 */
export interface MockSnapshots {
  /**
   * Takes a snapshot, in place of any other with the name.
   *
   * @throws TypeError for an invalid name
   * @throws Error when there are 1,000 already
   */
  take(name: string): NamedSnapshot
  /** @throws Error when there is no snapshot with the name */
  restore(name: string): void
  /** All snapshots, oldest first. */
  all(): readonly NamedSnapshot[]
  /** Deletes a snapshot. @returns whether there was one */
  delete(name: string): boolean
}

const MOST = 1000

/** @param history - takes, describes and restores snapshots without names */
export function mockSnapshots<S>(history: {
  readonly snapshot: () => S
  readonly restore: (to: S) => void
  readonly describe: () => Omit<NamedSnapshot, 'name'>
}): MockSnapshots {
  const byName = new Map<string, { readonly summary: NamedSnapshot; readonly snapshot: S }>()
  return {
    take(name) {
      if (typeof name !== 'string' || !/^[^\p{Cc}]{1,200}$/u.test(name)) {
        throw new TypeError(`snapshots.take: name must be text of 1 to 200 characters; got ${quoted(name)}`)
      }
      if (byName.size >= MOST && !byName.has(name)) throw new Error(`There are ${MOST} snapshots already; delete one first`)
      const summary = Object.freeze({ name, ...history.describe() })
      byName.delete(name)
      byName.set(name, { summary, snapshot: history.snapshot() })
      return summary
    },
    restore(name) {
      history.restore((byName.get(name) ?? missing('snapshot', name)).snapshot)
    },
    all: () => Array.from(byName.values(), ({ summary }) => summary),
    delete: (name) => byName.delete(name),
  }
}
