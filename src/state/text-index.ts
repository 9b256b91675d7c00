/** The trigrams of texts are told apart by this many bits: ten messages set about a fifth of them. */
const ROWS = 2048
/** Conversations are noted in blocks of this many, so that a small world needs little. */
const COLUMNS = 256
const WORDS = COLUMNS / 32

/** What is said somewhere in a conversation, in lower case. */
export type Saying = readonly [conversationId: string, text: string]

/**
 * Which conversations may say a text: a bit for every pair of trigram and conversation, so that a search looks into few texts only.
 *
 * Bits are set and never taken back, and what the index finds is looked at again by whoever asks. So one index serves a state with all its
 * forks: a message that one of them lost, or never had, costs a look and does no harm. The texts of the start are noted at the first search.
 */
export class TextIndex {
  readonly #columns = new Map<string, number>()
  readonly #ids: string[] = []
  readonly #blocks: Uint32Array[] = []
  #unread: Iterable<Saying>

  /** @param sayings - of the start; all that is said later is noted */
  constructor(sayings: Iterable<Saying>) {
    this.#unread = sayings
  }

  /** How many conversations it has noted. */
  get size(): number {
    return this.#ids.length
  }

  /** Remembers that a conversation says a text. */
  note(conversationId: string, text: string): void {
    const column = this.#columns.get(conversationId) ?? this.#newColumn(conversationId)
    const block = this.#blocks[Math.floor(column / COLUMNS)] as Uint32Array
    const word = (column % COLUMNS) >>> 5
    const bit = 1 << (column & 31)
    for (let i = 2; i < text.length; i++) {
      const at = rowOf(text, i) * WORDS + word
      block[at] = (block[at] as number) | bit
    }
  }

  /** The ids of conversations that may say a text of at least three characters, in lower case; no other one does. */
  candidates(text: string): string[] {
    for (const [conversationId, text] of this.#unread) this.note(conversationId, text)
    this.#unread = []
    const rows = Array.from({ length: text.length - 2 }, (_, i) => rowOf(text, i + 2))
    return this.#blocks.flatMap((block, b) => {
      const ids: string[] = []
      for (let word = 0; word < WORDS; word++) {
        let bits = -1
        for (const row of rows) bits &= block[row * WORDS + word] as number
        for (; bits !== 0; bits &= bits - 1) ids.push(this.#ids[b * COLUMNS + word * 32 + (31 - Math.clz32(bits & -bits))] as string)
      }
      return ids
    })
  }

  #newColumn(conversationId: string): number {
    const column = this.#ids.push(conversationId) - 1
    this.#columns.set(conversationId, column)
    if (column % COLUMNS === 0) this.#blocks.push(new Uint32Array(ROWS * WORDS))
    return column
  }
}

/** The row of the trigram that ends at a place of a text. */
function rowOf(text: string, end: number): number {
  const hash = Math.imul(Math.imul(text.charCodeAt(end - 2), 31) + text.charCodeAt(end - 1), 31) + text.charCodeAt(end)
  return Math.imul(hash, 0x9e3779b1) >>> 21 // the upper 11 bits: a number below ROWS
}
