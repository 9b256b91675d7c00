/** Writes that follow one another, and the indexes that have followed all those before them, but none of these. */
interface Stretch<T> {
  readonly indexes: Set<string>
  /** The records that were written, by id: as they were before the first of these writes; nothing for one that was not there. */
  before: Map<string, T | undefined>
  /** Whether a fork has it too, so that it is to be copied before it is written to. */
  shared: boolean
}

/**
 * What was written to a table, for as long as some index has not followed it. Indexes that are looked at after each write are told of that
 * write alone; those that hardly anybody looks at share what they have missed.
 */
export class Backlog<T> {
  /** The oldest first; each but the last is there for at least one index. */
  readonly #stretches: Stretch<T>[]

  private constructor(stretches: Stretch<T>[]) {
    this.#stretches = stretches
  }

  /** One that all of some indexes have followed. */
  static of<T>(indexes: readonly string[]): Backlog<T> {
    return new Backlog([newStretch<T>(indexes)])
  }

  /** Notes a write. @param before - the record that it takes the place of, if any */
  note(id: string, before: T | undefined): void {
    const latest = this.#own(this.#stretches.length - 1)
    if (!latest.before.has(id)) latest.before.set(id, before)
  }

  /** Notes that a record has been taken out, which need not be known any more where nobody has known that it was there. */
  forget(id: string): void {
    const { before } = this.#own(this.#stretches.length - 1)
    if (before.get(id) === undefined) before.delete(id)
  }

  /**
   * What an index has missed, which it follows now: the record that it still has of each id, if any.
   *
   * @param has - whether there is a record with an id now
   */
  take(index: string, has: (id: string) => boolean): ReadonlyMap<string, T | undefined> {
    const stretches = this.#stretches
    const at = stretches.findIndex(({ indexes }) => indexes.has(index))
    const first = stretches[at]
    const last = stretches[stretches.length - 1]
    if (first === undefined || last === undefined || (first === last && last.before.size === 0)) return NOTHING
    const missed = first === last ? first.before : joined(stretches.slice(at).map(({ before }) => before))
    first.indexes.delete(index)
    if (last.before.size === 0) last.indexes.add(index)
    else stretches.push(newStretch([index]))
    if (first.indexes.size === 0) this.#giveUp(at, has)
    return missed
  }

  /** The same backlog, for a table that goes its own way from here. */
  fork(): Backlog<T> {
    return new Backlog(
      this.#stretches.map((stretch) => {
        stretch.shared = true
        return { indexes: new Set(stretch.indexes), before: stretch.before, shared: true }
      }),
    )
  }

  /** A stretch that no index waits for by itself: those of the one before it wait for both. */
  #giveUp(at: number, has: (id: string) => boolean): void {
    const [stretch] = this.#stretches.splice(at, 1)
    if (at === 0 || stretch === undefined) return
    const { before } = this.#own(at - 1)
    for (const [id, record] of stretch.before) {
      if (!before.has(id)) before.set(id, record)
      else if (before.get(id) === undefined && !has(id)) before.delete(id) // it came and went
    }
  }

  #own(at: number): Stretch<T> {
    const stretch = this.#stretches[at] as Stretch<T>
    if (stretch.shared) {
      stretch.before = new Map(stretch.before)
      stretch.shared = false
    }
    return stretch
  }
}

const NOTHING: ReadonlyMap<string, undefined> = new Map()

function newStretch<T>(indexes: readonly string[]): Stretch<T> {
  return { indexes: new Set(indexes), before: new Map(), shared: false }
}

/** Of an id that is in several, the first says how it was before. */
function joined<T>(maps: readonly ReadonlyMap<string, T | undefined>[]): ReadonlyMap<string, T | undefined> {
  const all = new Map<string, T | undefined>()
  for (const map of maps) for (const [id, record] of map) if (!all.has(id)) all.set(id, record)
  return all
}
