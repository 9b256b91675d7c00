import type { Found } from './found.js'
import { IdMap } from './id-map.js'
import type { Identified } from './records.js'
import { isExact, type Saying, TextIndex } from './text-index.js'

/** What is said now. */
interface Said {
  /** Of each conversation what it says. */
  sayings(): Iterable<Saying>
  says(conversationId: string, text: string): boolean
}

/** The index is made anew when so many conversations, and this part of all, have changed. */
const MANY = 1000
const PART = 8

/** Finds conversations by what is said in them: in an index of what they once said, and in those that have changed since. */
export class Texts {
  #index: TextIndex
  #changed: IdMap<Identified>

  constructor(index: TextIndex, changed = new IdMap<Identified>()) {
    this.#index = index
    this.#changed = changed
  }

  /** The same, to go another way from here. */
  fork(): Texts {
    return new Texts(this.#index, this.#changed.fork())
  }

  /** Remembers that a conversation says something else now. */
  changed(conversationId: string): void {
    this.#changed.set({ id: conversationId })
  }

  /** The conversations that say a text, whatever the case. */
  find(text: string, said: Said): Found {
    const sought = text.toLowerCase()
    if (this.#changed.size > MANY + this.#index.size / PART) {
      this.#index = new TextIndex(said.sayings())
      this.#changed = new IdMap()
    }
    const found = this.#index.find(sought)
    if (!isExact(sought)) for (const id of [...found]) found.set(id, said.says(id, sought))
    for (const { id } of this.#changed) found.set(id, said.says(id, sought))
    return found
  }
}
