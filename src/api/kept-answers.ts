/** The answer to a read, as it is sent. */
export interface KeptAnswer {
  readonly status: number
  readonly text: string
  /** The text in UTF-8. */
  readonly bytes: Uint8Array
  /** Parameters that the spec does not know. */
  readonly unknown: readonly string[]
}

const KEPT_CHARACTERS = 8 * 1024 * 1024
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
export function keepAnswer(version: number, path: string, { status, text, unknown }: Omit<KeptAnswer, 'bytes'>): KeptAnswer {
  const answer = { status, text, unknown, bytes: ENCODER.encode(text) }
  if (text.length > KEPT_CHARACTERS) return answer
  answers.set(keyOf(version, path), answer)
  characters += text.length
  for (const [oldest, its] of answers) {
    if (characters <= KEPT_CHARACTERS) break
    answers.delete(oldest)
    characters -= its.text.length
  }
  return answer
}

function keyOf(version: number, path: string): string {
  return `${version} ${path}`
}
