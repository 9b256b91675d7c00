/** The answer to a read, as it is sent. */
export interface KeptAnswer {
  readonly status: number
  readonly text: string
  /** The text in UTF-8. */
  readonly bytes: Uint8Array
}

const KEPT_CHARACTERS = 16 * 1024 * 1024
/** A longer path is hardly asked for twice. */
const LONGEST_PATH = 1024
const ENCODER = new TextEncoder()

/** By version of the state and path: a version is of one state only, so that all mocks of a process may share this. */
const answers = new Map<string, KeptAnswer>()
let characters = 0

/**
 * What a read was answered the last time, if nothing was written since: an inbox that asks again and again, and a test suite that looks at
 * what it has just changed, are answered with what stands there already.
 *
 * @param path - with the query
 */
export function keptAnswer(version: number, path: string): KeptAnswer | undefined {
  return answers.get(keyOf(version, path))
}

/** Keeps the answer to a read; the oldest ones make room for it. */
export function keepAnswer(version: number, path: string, { status, text }: Omit<KeptAnswer, 'bytes'>): KeptAnswer {
  const answer = { status, text, bytes: ENCODER.encode(text) }
  const key = keyOf(version, path)
  if (path.length > LONGEST_PATH || weightOf(key, answer) > KEPT_CHARACTERS) return answer
  answers.set(key, answer)
  characters += weightOf(key, answer)
  for (const [oldest, its] of answers) {
    if (characters <= KEPT_CHARACTERS) break
    answers.delete(oldest)
    characters -= weightOf(oldest, its)
  }
  return answer
}

/** About what it takes to keep an answer, the entry itself included. */
function weightOf(key: string, { text, bytes }: KeptAnswer): number {
  return key.length + text.length + bytes.length + 200
}

function keyOf(version: number, path: string): string {
  return `${version} ${path}`
}
