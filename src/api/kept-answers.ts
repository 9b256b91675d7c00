import type { State } from '../state/state.js'
import type { Place } from './router.js'

/** The answer to a read, as it is sent. */
export interface KeptAnswer {
  /** With the query. */
  readonly path: string
  /** Where the path leads. */
  readonly place: Place
  readonly status: number
  readonly text: string
  /** The text in UTF-8. */
  readonly bytes: Uint8Array
}

const KEPT_CHARACTERS = 16 * 1024 * 1024
/** A longer path is hardly asked for twice. */
const LONGEST_PATH = 1024
const ENCODER = new TextEncoder()

/** By version of the state, and then by path: a version is of one state only, so that all mocks of a process may share this. */
const answers = new Map<number, Map<string, KeptAnswer>>()
let characters = 0

/** The versions of what there is to read: all that a path shows is of one of them. */
export type Versions = Pick<State, 'version' | 'webhookVersion'>

/**
 * What a read was answered the last time, if nothing was written since that it looks at: an inbox that asks again and again, and a test
 * suite that looks at what it has just changed, are answered with what stands there already.
 *
 * @param path - with the query
 */
export function keptAnswer(state: Versions, path: string): KeptAnswer | undefined {
  return answers.get(versionFor(path, state))?.get(path)
}

/** Keeps the answer to a read; those of versions to which none was added for the longest make room for it. */
export function keepAnswer(state: Versions, path: string, given: Omit<KeptAnswer, 'path' | 'bytes'>): KeptAnswer {
  const { place, status, text } = given
  const answer = { path, place, status, text, bytes: ENCODER.encode(text) }
  if (path.length > LONGEST_PATH || weightOf(answer) > KEPT_CHARACTERS) return answer
  const version = versionFor(path, state)
  const ofVersion = answers.get(version) ?? new Map<string, KeptAnswer>()
  answers.delete(version)
  answers.set(version, ofVersion.set(path, answer)) // as the last one
  characters += weightOf(answer)
  if (characters > KEPT_CHARACTERS) makeRoom()
  return answer
}

/** Webhooks and their deliveries are shown below `/webhooks` alone, and nothing else is shown there. */
function versionFor(path: string, { version, webhookVersion }: Versions): number {
  return path.startsWith('/webhooks') ? webhookVersion : version
}

function makeRoom(): void {
  for (const [version, ofVersion] of answers) {
    for (const [path, answer] of ofVersion) {
      if (characters <= KEPT_CHARACTERS) return
      ofVersion.delete(path)
      characters -= weightOf(answer)
    }
    answers.delete(version)
  }
}

/** About what it takes to keep an answer, its entry and that of its version included. */
function weightOf({ path, text, bytes }: KeptAnswer): number {
  return path.length + text.length + bytes.length + 400
}
