import type { ApiResponse } from '../api-request.js'

export interface CachedResponse {
  readonly status: number
  readonly text: string
  /** `text` in UTF-8. */
  readonly bytes: Uint8Array
}

const MAX_CHARACTERS = 16 * 1024 * 1024
/** Longer paths are hardly requested twice. */
const MAX_PATH_LENGTH = 1024
const ENCODER = new TextEncoder()

/** Responses to GET requests by path and query, for one version of the store. */
export class CachedResponses {
  #version: unknown
  readonly #byPath = new Map<string, CachedResponse>()
  #characters = 0

  get(version: unknown, path: string): CachedResponse | undefined {
    return version === this.#version ? this.#byPath.get(path) : undefined
  }

  /** Stores a response, and drops those of other versions; the oldest make room when there are too many. */
  put(version: unknown, path: string, { status, body }: ApiResponse): CachedResponse {
    if (version !== this.#version) {
      this.#byPath.clear()
      this.#characters = 0
      this.#version = version
    }
    const cached = { status, text: body, bytes: ENCODER.encode(body) }
    if (path.length > MAX_PATH_LENGTH || weightOf(path, cached) > MAX_CHARACTERS) return cached
    this.#byPath.set(path, cached)
    this.#characters += weightOf(path, cached)
    for (const [oldest, other] of this.#byPath) {
      if (this.#characters <= MAX_CHARACTERS) break
      this.#byPath.delete(oldest)
      this.#characters -= weightOf(oldest, other)
    }
    return cached
  }
}

/** Memory that an entry takes, about, in characters. */
function weightOf(path: string, { text, bytes }: CachedResponse): number {
  return path.length + text.length + bytes.length + 400
}
