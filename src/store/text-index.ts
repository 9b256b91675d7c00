import { Found, lowestBit } from './found.js'

/** Letters, pairs and threes of letters are told apart by this many bits: ten messages set about a quarter of them. */
const ROWS = 2048
/** One row more, in which every conversation has its bit. */
const ALL = ROWS
/** Conversations stand in blocks of this many, so that a small world needs little. */
const COLUMNS = 256
const WORDS = COLUMNS / 32

/** What is said in a conversation, in lower case. */
export type SearchText = readonly [conversationId: string, text: string]

/** The texts of some conversations, one after the other. */
interface Block {
  readonly text: string
  /** Where each text begins, and where the last one ends. */
  readonly starts: readonly number[]
  /** Row by row, a bit for each conversation. */
  readonly rows: Uint32Array
}

/**
 * What is said in conversations, made to be searched. It is read in by the first search, and never changes: states that fork share it.
 *
 * A bit for every row and conversation tells which of them may say a text, so that a search looks into few. What it looks into stands
 * together: to fetch each text from where the records are would take longer than to look through it.
 */
export class TextIndex {
  readonly #columns = new Map<string, number>()
  readonly #ids: string[] = []
  readonly #blocks: Block[] = []
  #unread: Iterable<SearchText>

  /** @param sayings - one of each conversation */
  constructor(sayings: Iterable<SearchText>) {
    this.#unread = sayings
  }

  /** The conversations that say a text, which is given in lower case. Where it is not `isExact`, some of them may not. */
  find(text: string): Found {
    this.#readIn()
    const letters = lettersOf(text)
    const sought = textOf(letters)
    const rows = new Set([ALL])
    eachRow(letters, (row) => rows.add(row))
    const found = new Found(this.#ids, this.#columns)
    for (const [b, block] of this.#blocks.entries()) {
      for (let word = 0; word < WORDS; word++) {
        let bits = -1
        for (const row of rows) bits &= block.rows[row * WORDS + word] as number
        for (; bits !== 0; bits &= bits - 1) {
          const column = word * 32 + lowestBit(bits)
          if (block.text.slice(block.starts[column], block.starts[column + 1]).includes(sought)) found.setColumn(b * COLUMNS + column, true)
        }
      }
    }
    return found
  }

  #readIn(): void {
    let texts: string[] = []
    for (const [id, text] of this.#unread) {
      this.#columns.set(id, this.#ids.push(id) - 1)
      if (texts.push(text) < COLUMNS) continue
      this.#blocks.push(blockOf(texts))
      texts = []
    }
    if (texts.length > 0) this.#blocks.push(blockOf(texts))
    this.#unread = []
  }
}

/** Whether what `find` finds for a text does say it. */
export function isExact(text: string): boolean {
  return !/[^ -~\xa0-ÿ]/.test(text)
}

/** So many letters are put together at once: a function takes no more arguments than some ten thousand. */
const AT_ONCE = 4096

/**
 * The text of letters, which has one byte for each of them. A text that is joined or cut from others keeps two where one of those has two,
 * be it for a letter that was cut off; and to look through that takes twice as long.
 */
function textOf(letters: Uint8Array): string {
  const parts: string[] = []
  for (let at = 0; at < letters.length; at += AT_ONCE) {
    parts.push(String.fromCharCode.apply(null, letters.subarray(at, at + AT_ONCE) as unknown as number[])) // which takes what is like an array
  }
  return parts.join('')
}

/** The letters of a text in Latin-1, with the sign of a control character in place of each other one. */
function lettersOf(text: string): Uint8Array {
  const letters = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    letters[i] = code < 0x100 && code & 0x60 ? code : code & 31
  }
  return letters
}

function blockOf(texts: readonly string[]): Block {
  const letters = lettersOf(texts.join(''))
  const rows = new Uint32Array((ROWS + 1) * WORDS)
  const starts = [0]
  for (const [column, text] of texts.entries()) {
    const start = starts[column] as number
    starts.push(start + text.length)
    const note = (row: number): void => {
      const at = row * WORDS + (column >>> 5)
      rows[at] = (rows[at] as number) | (1 << (column & 31))
    }
    note(ALL)
    eachRow(letters.subarray(start, start + text.length), note)
  }
  return { text: textOf(letters), starts, rows }
}

/** Tells the row of each letter, of the pair that it ends, and of the three. */
function eachRow(letters: Uint8Array, tell: (row: number) => void): void {
  let two = 0
  for (let i = 0; i < letters.length; i++) {
    const letter = letters[i] as number
    const three = (two << 8) | letter
    two = three & 0xffff
    tell(letter)
    if (i > 0) tell(rowOf(two))
    if (i > 1) tell(rowOf(three))
  }
}

function rowOf(letters: number): number {
  return Math.imul(letters, 0x9e3779b1) >>> 21 // the upper 11 bits: a number below ROWS
}
