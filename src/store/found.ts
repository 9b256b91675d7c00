/** Conversations that a search has found, by their ids: a bit for each one of an index, and those that are not in it. */
export class Found {
  readonly #ids: readonly string[]
  readonly #columns: ReadonlyMap<string, number>
  readonly #bits: Uint32Array
  readonly #others = new Set<string>()
  #count = 0

  /** @param ids - of the index, in the order of its columns */
  constructor(ids: readonly string[], columns: ReadonlyMap<string, number>) {
    this.#ids = ids
    this.#columns = columns
    this.#bits = new Uint32Array(Math.ceil(ids.length / 32))
  }

  get count(): number {
    return this.#count + this.#others.size
  }

  has(id: string): boolean {
    const column = this.#columns.get(id)
    return column === undefined ? this.#others.has(id) : this.#hasColumn(column)
  }

  /** Finds what stands in a column, or any other conversation. */
  set(id: string, isFound: boolean): void {
    const column = this.#columns.get(id)
    if (column !== undefined) this.setColumn(column, isFound)
    else if (isFound) this.#others.add(id)
    else this.#others.delete(id)
  }

  setColumn(column: number, isFound: boolean): void {
    if (this.#hasColumn(column) === isFound) return
    this.#bits[column >>> 5] = (this.#bits[column >>> 5] as number) ^ (1 << (column & 31))
    this.#count += isFound ? 1 : -1
  }

  *[Symbol.iterator](): Generator<string> {
    for (const [word, bits] of this.#bits.entries()) {
      for (let left = bits; left !== 0; left &= left - 1) yield this.#ids[word * 32 + lowestBit(left)] as string
    }
    yield* this.#others
  }

  #hasColumn(column: number): boolean {
    return ((this.#bits[column >>> 5] as number) & (1 << (column & 31))) !== 0
  }
}

/** The place of the lowest bit that is set. */
export function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits)
}
