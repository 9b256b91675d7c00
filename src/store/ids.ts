/** Prefixes of ids, as in the guide: `conv_…`. */
export type IdPrefix = 'conv' | 'msg' | 'contact' | 'ch' | 'user' | 'bot' | 'evt' | 'req' | 'wh' | 'del' | 'whsec' | 'fault'

/** State of an id maker: number of ids so far, by prefix. */
export interface IdCounters {
  readonly seed: number
  readonly made: Readonly<Record<string, number>>
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'
const LENGTH = 12
const UNDERSCORE = '_'.charCodeAt(0)
const GOLDEN = 0x9e3779b1

/**
 * Makes ids that look random: the same seed makes the same ids in the same order, counted for each prefix apart, so that a rejected request
 * does not shift other ids.
 */
export class IdMaker {
  readonly #seed: number
  readonly #made: Map<string, number>

  constructor(seed: number, made: Iterable<readonly [prefix: string, count: number]> = []) {
    this.#seed = seed
    this.#made = new Map(made)
  }

  /** @param taken - tells whether an id is in use, such as by a world file */
  make(prefix: IdPrefix, taken: (id: string) => boolean = never): string {
    for (;;) {
      const count = (this.#made.get(prefix) ?? 0) + 1
      this.#made.set(prefix, count)
      const id = this.#id(prefix, count)
      if (!taken(id)) return id
    }
  }

  /** Returns an independent copy. */
  fork(): IdMaker {
    return new IdMaker(this.#seed, this.#made)
  }

  /** The state as plain data. */
  counters(): IdCounters {
    return { seed: this.#seed, made: Object.fromEntries(this.#made) }
  }

  /** An id maker with the state of another one. */
  static from({ seed, made }: IdCounters): IdMaker {
    return new IdMaker(seed, Object.entries(made))
  }

  /** Prefix, `_`, and 12 characters that follow from seed, prefix and count. */
  #id(prefix: string, count: number): string {
    const codes: number[] = []
    let bits = mix(this.#seed)
    for (let i = 0; i < prefix.length; i++) {
      const code = prefix.charCodeAt(i)
      codes.push(code)
      bits = mix(bits ^ code)
    }
    codes.push(UNDERSCORE)
    bits = mix(bits ^ count)
    for (let i = 1; i <= LENGTH; i++) {
      codes.push(ALPHABET.charCodeAt((bits >>> 0) % 36)) // 36 characters; `ALPHABET.length` makes a GET 10 % slower
      bits = mix(bits + Math.imul(count, GOLDEN) + i)
    }
    return String.fromCharCode(...codes)
  }
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
