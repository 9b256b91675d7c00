/** Negative when `a` stands before `b`, positive when after, 0 only when they are the same member. */
export type Compare<T> = (a: T, b: T) => number

/** True for every member before some point of the order, false for every one from there on. */
export type Before<T> = (member: T) => boolean

/** Told each member in turn; `false` ends the walk. */
export type Visit<T> = (member: T) => boolean

interface Chunk<T> {
  /** The set that may change this chunk in place; any other one copies it first. */
  readonly owner: object
  readonly members: T[]
}

const CAPACITY = 256

/**
 * A sorted set that counts, and that forks in no time: the one structure that tables and indexes are made of.
 *
 * Members stand in chunks of at most 256. Finding, adding and removing search the row of chunks by halves, then one chunk by halves;
 * positions are counted a chunk at a time. A fork shares all chunks with its origin, and either side copies a chunk before its first
 * change to it, so that a fork costs nothing until it is written to (docs/decisions/0002-state.md has the figures).
 */
export class OrderedSet<T> {
  readonly #compare: Compare<T>
  #chunks: Chunk<T>[]
  /** How many members each chunk has, beside the chunks: to add them up looks at one list, not into hundreds of chunks. */
  #sizes: number[]
  /** The last member of each chunk, by which it is found. */
  #lasts: T[]
  #size: number
  #owner = {}
  #chunksShared = false

  /** @param members - in order already, each once */
  constructor(compare: Compare<T>, members: readonly T[] = []) {
    this.#compare = compare
    this.#size = members.length
    this.#chunks = []
    for (let start = 0; start < members.length; start += CAPACITY) {
      this.#chunks.push({ owner: this.#owner, members: members.slice(start, start + CAPACITY) })
    }
    this.#sizes = this.#chunks.map((chunk) => chunk.members.length)
    this.#lasts = this.#chunks.map((chunk) => chunk.members.at(-1) as T)
  }

  get size(): number {
    return this.#size
  }

  /** A set with the same members; a change to one is not seen by the other. */
  fork(): OrderedSet<T> {
    const fork = new OrderedSet(this.#compare)
    fork.#chunks = this.#chunks
    fork.#sizes = this.#sizes
    fork.#lasts = this.#lasts
    fork.#size = this.#size
    fork.#chunksShared = true
    this.#chunksShared = true
    this.#owner = {}
    return fork
  }

  add(member: T): void {
    const at = this.#chunkOf(member)
    if (at === this.#chunks.length) {
      this.#append(member)
    } else {
      const { members } = this.#writable(at)
      members.splice(this.#placeOf(member, members), 0, member)
      this.#noteEnd(at)
      if (members.length > CAPACITY) this.#split(at)
    }
    this.#size++
  }

  /** Takes a member out; says whether it was there. */
  delete(member: T): boolean {
    const at = this.#chunkOf(member)
    const chunk = this.#chunks[at]
    if (chunk === undefined) return false
    const index = this.#placeOf(member, chunk.members)
    const found = chunk.members[index]
    if (found === undefined || this.#compare(found, member) !== 0) return false
    this.#writable(at).members.splice(index, 1)
    this.#noteEnd(at)
    this.#size--
    this.#merge(at)
    return true
  }

  /** Puts a member in the place of another one: just there, where it belongs between the same two, as most changes leave it. */
  replace(old: T, member: T): void {
    const at = this.#chunkOf(old)
    const members = this.#chunks[at]?.members ?? []
    const index = this.#placeOf(old, members)
    const previous = index > 0 ? members[index - 1] : this.#chunks[at - 1]?.members.at(-1)
    const next = index + 1 < members.length ? members[index + 1] : this.#chunks[at + 1]?.members[0]
    const belongs =
      members[index] === old &&
      (previous === undefined || this.#compare(previous, member) < 0) &&
      (next === undefined || this.#compare(member, next) < 0)
    if (belongs) {
      this.#writable(at).members[index] = member
      this.#noteEnd(at)
    } else {
      this.delete(old)
      this.add(member)
    }
  }

  /** The first member that is not `before`. */
  first(before: Before<T>): T | undefined {
    const chunk = this.#chunks[this.#chunkAt(before)]
    return chunk?.members[positionIn(chunk.members, before)]
  }

  /** The last member of all. */
  last(): T | undefined {
    return this.#chunks.at(-1)?.members.at(-1)
  }

  /** How many members are `before`. */
  count(before: Before<T>): number {
    const at = this.#chunkAt(before)
    let count = 0
    for (let i = 0; i < at; i++) count += this.#sizes[i] as number
    const chunk = this.#chunks[at]
    return chunk === undefined ? count : count + positionIn(chunk.members, before)
  }

  /** The members from the first that is not `before` on, for as long as they belong. */
  from(before: Before<T>, belongs: (member: T) => boolean): T[] {
    const members: T[] = []
    this.ascend(before, (member) => belongs(member) && members.push(member) > 0)
    return members
  }

  /** Visits upwards from the first member that is not `before`, leaving out the first `skip`. */
  ascend(before: Before<T>, visit: Visit<T>, skip = 0): void {
    let at = this.#chunkAt(before)
    let chunk = this.#chunks[at]
    if (chunk === undefined) return
    let index = positionIn(chunk.members, before) + skip
    for (;;) {
      const { members } = chunk
      for (; index < members.length; index++) if (visit(members[index] as T) === false) return
      index -= members.length
      chunk = this.#chunks[++at]
      if (chunk === undefined) return
    }
  }

  /** Visits downwards from the last member that is `before`, leaving out the first `skip`. */
  descend(before: Before<T>, visit: Visit<T>, skip = 0): void {
    let at = this.#chunkAt(before)
    let chunk = this.#chunks[at]
    let index = (chunk === undefined ? 0 : positionIn(chunk.members, before)) - 1 - skip
    for (;;) {
      if (chunk !== undefined) {
        const { members } = chunk
        for (; index >= 0; index--) if (visit(members[index] as T) === false) return
      }
      chunk = this.#chunks[--at]
      if (chunk === undefined) return
      index += chunk.members.length
    }
  }

  /** Every member, in order. */
  toArray(): T[] {
    return this.#chunks.flatMap(({ members }) => members)
  }

  /** The first chunk whose last member is not `before`: where a member at that point stands or would stand. */
  #chunkAt(before: Before<T>): number {
    return positionIn(this.#lasts, before)
  }

  /** The same for a member: what every write does ten times and more, and so without a function made for it. */
  #chunkOf(member: T): number {
    return this.#placeOf(member, this.#lasts)
  }

  /** Where in a row in order a member stands or would stand. */
  #placeOf(member: T, members: readonly T[]): number {
    const compare = this.#compare
    let low = 0
    let high = members.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compare(members[middle] as T, member) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Puts the greatest member last: in a new chunk when the last is full, so that a set that only grows at its end stays dense. */
  #append(member: T): void {
    const last = this.#chunks.length - 1
    if (last >= 0 && (this.#sizes[last] as number) < CAPACITY) {
      this.#writable(last).members.push(member)
      this.#noteEnd(last)
    } else {
      this.#row().push({ owner: this.#owner, members: [member] })
      this.#noteEnd(last + 1)
    }
  }

  #split(at: number): void {
    const { members } = this.#writable(at)
    this.#row().splice(at + 1, 0, { owner: this.#owner, members: members.splice(CAPACITY / 2) })
    this.#sizes.splice(at + 1, 0, 0)
    this.#lasts.splice(at + 1, 0, members[0] as T)
    this.#noteEnd(at)
    this.#noteEnd(at + 1)
  }

  /** Joins a chunk that has grown thin with the next, so that the row of chunks stays as short as the set. */
  #merge(at: number): void {
    const members = this.#chunks[at]?.members ?? []
    const next = this.#chunks[at + 1]?.members ?? []
    if (members.length > 0 && (next.length === 0 || members.length + next.length > CAPACITY / 2)) return
    if (next.length > 0) {
      this.#writable(at).members.push(...next)
      this.#noteEnd(at)
    }
    const gone = members.length === 0 && next.length === 0 ? at : at + 1
    this.#row().splice(gone, 1)
    this.#sizes.splice(gone, 1)
    this.#lasts.splice(gone, 1)
  }

  /** The chunk at a place of the row, free to be changed. */
  #writable(at: number): Chunk<T> {
    const chunk = this.#chunks[at] as Chunk<T>
    if (chunk.owner === this.#owner) return chunk
    const copy = { owner: this.#owner, members: chunk.members.slice() }
    this.#row()[at] = copy
    return copy
  }

  /** Keeps what stands beside a chunk as the chunk is. */
  #noteEnd(at: number): void {
    const { members } = this.#chunks[at] as Chunk<T>
    this.#sizes[at] = members.length
    this.#lasts[at] = members[members.length - 1] as T
  }

  /** The row of chunks, free to be changed. */
  #row(): Chunk<T>[] {
    if (this.#chunksShared) {
      this.#chunks = this.#chunks.slice()
      this.#sizes = this.#sizes.slice()
      this.#lasts = this.#lasts.slice()
      this.#chunksShared = false
    }
    return this.#chunks
  }
}

function positionIn<T>(members: readonly T[], before: Before<T>): number {
  let low = 0
  let high = members.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (before(members[middle] as T)) low = middle + 1
    else high = middle
  }
  return low
}
