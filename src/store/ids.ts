/** What ids begin with, as in the guide: `conv_…`. */
export type IdPrefix = 'conv' | 'msg' | 'contact' | 'ch' | 'user' | 'bot' | 'evt' | 'req' | 'wh' | 'del' | 'whsec' | 'fault'

/** How far a maker of ids has come: how many it made with each prefix. */
export interface IdCounters {
  readonly seed: number
  readonly made: Readonly<Record<string, number>>
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'
const LENGTH = 12
const UNDERSCORE = '_'.charCodeAt(0)
const GOLDEN = 0x9e3779b1

/**
 * Makes ids that look random and are not: the same seed makes the same ids in the same order, for each prefix by itself, so that a
 * request that fails shifts nobody else's ids.
 */
export class IdMaker {
  readonly #seed: number
  readonly #made: Map<string, number>

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
  counters(): IdCounters {
    return { seed: this.#seed, made: Object.fromEntries(this.#made) }
  }

  /** A maker that goes on from where another one had come. */
  static from({ seed, made }: IdCounters): IdMaker {
    return new IdMaker(seed, Object.entries(made))
  }

  /** The prefix, `_`, and letters that the seed, the prefix and the count give. */
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
      codes.push(ALPHABET.charCodeAt((bits >>> 0) % 36)) // as many as there are: by `ALPHABET.length`, a get takes a tenth longer
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
