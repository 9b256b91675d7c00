import type { Store } from '../store/store.js'
import type { RouteMatch } from './route.js'

/** The answer to a read, as it is sent. */
export interface CachedResponse {
  /** With the query. */
  readonly path: string
  /** Where the path leads. */
  readonly place: RouteMatch
  readonly status: number
  readonly text: string
  /** The text in UTF-8. */
  readonly bytes: Uint8Array
}

const MAX_CHARACTERS = 16 * 1024 * 1024
/** A longer path is hardly asked for twice. */
const MAX_PATH_LENGTH = 1024
const ENCODER = new TextEncoder()

/** By version of the state, and then by path: a version is of one state only, so that all mocks of a process may share this. */
const responses = new Map<number, Map<string, CachedResponse>>()
let characters = 0

/** The versions of what there is to read: all that a path shows is of one of them. */
export type Versions = Pick<Store, 'version' | 'webhookVersion'>

/**
 * What a read was answered the last time, if nothing was written since that it looks at: an inbox that asks again and again, and a test
 * suite that looks at what it has just changed, are answered with what stands there already.
 *
 * @param path - with the query
 */
export function cachedResponse(state: Versions, path: string): CachedResponse | undefined {
  return responses.get(versionFor(path, state))?.get(path)
}

/** Keeps the answer to a read; those of versions to which none was added for the longest make room for it. */
export function cacheResponse(state: Versions, path: string, given: Omit<CachedResponse, 'path' | 'bytes'>): CachedResponse {
  const { place, status, text } = given
  const answer = { path, place, status, text, bytes: ENCODER.encode(text) }
  if (path.length > MAX_PATH_LENGTH || weightOf(answer) > MAX_CHARACTERS) return answer
  const version = versionFor(path, state)
  const ofVersion = responses.get(version) ?? new Map<string, CachedResponse>()
  responses.delete(version)
  responses.set(version, ofVersion.set(path, answer)) // as the last one
  characters += weightOf(answer)
  if (characters > MAX_CHARACTERS) makeRoom()
  return answer
}

/** Webhooks and their deliveries are shown below `/webhooks` alone, and nothing else is shown there. */
function versionFor(path: string, { version, webhookVersion }: Versions): number {
  return path.startsWith('/webhooks') ? webhookVersion : version
}

function makeRoom(): void {
  for (const [version, ofVersion] of responses) {
    for (const [path, answer] of ofVersion) {
      if (characters <= MAX_CHARACTERS) return
      ofVersion.delete(path)
      characters -= weightOf(answer)
    }
    responses.delete(version)
  }
}

/** About what it takes to keep an answer, its entry and that of its version included. */
function weightOf({ path, text, bytes }: CachedResponse): number {
  return path.length + text.length + bytes.length + 400
}
