import type { Found } from './found.js'
import { IdMap } from './id-map.js'
import type { Identified } from './records.js'
import { isExact, type SearchText, TextIndex } from './text-index.js'

/** What is said now. */
interface Said {
  /** Of each conversation what it says. */
  sayings(): Iterable<SearchText>
  /** The ids of those that came in after that many writes. */
  newer(written: number): readonly string[]
  /** How many writes there have been. */
  readonly written: number
  /** How many conversations there are. */
  readonly size: number
  says(conversationId: string, text: string): boolean
}

/** The index is made anew when so many conversations, and this part of all, have changed. */
const MANY = 1000
const PART = 8

/** Finds conversations by what is said in them: in an index of what they once said, and in those that have changed since. */
export class Texts {
  #index: TextIndex
  /** What came in after that many writes is not in the index. */
  #written: number
  #changed: IdMap<Identified>

  constructor(index: TextIndex, written: number, changed = new IdMap<Identified>()) {
    this.#index = index
    this.#written = written
    this.#changed = changed
  }

  /** The same, to go another way from here. */
  fork(): Texts {
    return new Texts(this.#index, this.#written, this.#changed.fork())
  }

  /** Remembers that a conversation says something else now. */
  changed(conversationId: string): void {
    this.#changed.set({ id: conversationId })
  }

  /** The conversations that say a text, whatever the case. */
  find(text: string, said: Said): Found {
    const sought = text.toLowerCase()
    let changed = new Set([...Array.from(this.#changed, ({ id }) => id), ...said.newer(this.#written)])
    if (changed.size > MANY + said.size / PART) {
      this.#index = new TextIndex(said.sayings())
      this.#written = said.written
      this.#changed = new IdMap()
      changed = new Set()
    }
    const found = this.#index.find(sought)
    const doubtful = isExact(sought) ? changed : [...found, ...changed]
    for (const id of doubtful) found.set(id, said.says(id, sought))
    return found
  }
}
