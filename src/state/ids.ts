/** What ids begin with, as in the guide: `conv_…`. */
export type IdPrefix = 'conv' | 'msg' | 'contact' | 'ch' | 'user' | 'bot' | 'evt' | 'req' | 'wh' | 'del' | 'whsec' | 'fault'

/** How far a maker of ids has come: how many it made with each prefix. */
export interface KeptIds {
  readonly seed: number
  readonly made: Readonly<Record<string, number>>
}

const LETTERS = codesOf('abcdefghijklmnopqrstuvwxyz0123456789')
const LENGTH = 12
const GOLDEN = 0x9e3779b1

/** What all ids of a seed and a prefix have in common. */
interface Beginning {
  /** The codes of the prefix and `_`; behind them there is room for letters, which each id writes over. */
  readonly codes: number[]
  readonly length: number
  readonly bits: number
}

/**
 * Makes ids that look random and are not: the same seed makes the same ids in the same order, for each prefix by itself, so that a
 * request that fails shifts nobody else's ids.
 */
export class IdMaker {
  readonly #seed: number
  readonly #made: Map<string, number>
  readonly #beginnings = new Map<string, Beginning>()

  constructor(seed: number, made: Iterable<readonly [prefix: string, count: number]> = []) {
    this.#seed = seed
    this.#made = new Map(made)
  }

  /** @param taken - whether an id is in use already, as one of a world file may be */
  make(prefix: IdPrefix, taken: (id: string) => boolean = never): string {
    for (;;) {
      const count = (this.#made.get(prefix) ?? 0) + 1
      this.#made.set(prefix, count)
      const id = this.#id(prefix, count)
      if (!taken(id)) return id
    }
  }

  /** A maker that goes on from here by itself. */
  fork(): IdMaker {
    return new IdMaker(this.#seed, this.#made)
  }

  /** How far it has come, as plain data. */
  kept(): KeptIds {
    return { seed: this.#seed, made: Object.fromEntries(this.#made) }
  }

  /** A maker that goes on from where another one had come. */
  static from({ seed, made }: KeptIds): IdMaker {
    return new IdMaker(seed, Object.entries(made))
  }

  /** The prefix, `_`, and letters that the seed, the prefix and the count give. */
  #id(prefix: IdPrefix, count: number): string {
    const { codes, length, bits: begun } = this.#beginning(prefix)
    let bits = mix(begun ^ count)
    for (let i = 0; i < LENGTH; i++) {
      codes[length + i] = LETTERS[(bits >>> 0) % LETTERS.length] as number
      bits = mix(bits + Math.imul(count, GOLDEN) + i + 1)
    }
    return String.fromCharCode(...codes)
  }

  #beginning(prefix: IdPrefix): Beginning {
    const known = this.#beginnings.get(prefix)
    if (known !== undefined) return known
    const codes = codesOf(`${prefix}_`)
    const bits = codesOf(prefix).reduce((bits, code) => mix(bits ^ code), mix(this.#seed))
    const beginning = { codes, length: codes.length, bits }
    this.#beginnings.set(prefix, beginning)
    return beginning
  }
}

function codesOf(text: string): number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0))
}

function never(): boolean {
  return false
}

/** Spreads the bits of a 32-bit number (the finalizer of MurmurHash3). */
function mix(bits: number): number {
  let mixed = bits | 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
