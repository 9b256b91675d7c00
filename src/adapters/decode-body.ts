import { MAX_BODY_BYTES } from '../api-request.js'

/**
 * Decodes a content coding.
 *
 * @throws RangeError when the result has more than `MAX_BODY_BYTES`
 * @throws Error when the bytes are not in this coding
 */
export type Decoder = (bytes: Uint8Array) => Promise<Uint8Array>

export interface DecodedBody {
  readonly body: Uint8Array | undefined
  /** `Content-Encoding` no longer applies; false for a coding that has no decoder. */
  readonly isDecoded: boolean
  /** Reason why the bytes are not in the coding that the header names. */
  readonly undecodable?: string | undefined
}

/** More codings than this serve no purpose, and each may take as long as a body of the maximum size. */
const MAX_CODINGS = 3
const TOO_LARGE_DECODED = new Uint8Array(MAX_BODY_BYTES + 1)

/** Decodes a body by its `Content-Encoding`, which lists the codings in the order in which they were applied; never throws. */
export async function decodeBody(bytes: Uint8Array, encoding: string, decoders: Readonly<Record<string, Decoder>>): Promise<DecodedBody> {
  const codings = encoding.split(',').map((coding) => coding.trim().toLowerCase())
  const applied = codings.filter((coding) => coding !== '' && coding !== 'identity').reverse()
  if (applied.length > MAX_CODINGS || !applied.every((coding) => Object.hasOwn(decoders, coding))) return { body: bytes, isDecoded: false }
  let body = bytes
  for (const coding of applied) {
    try {
      body = (await decoders[coding]?.(body)) ?? body
    } catch (error) {
      if (error instanceof RangeError) return { body: TOO_LARGE_DECODED, isDecoded: true }
      const reason = error instanceof Error ? error.message : String(error)
      return { body: undefined, isDecoded: true, undecodable: `body is not valid ${coding}: ${reason}` }
    }
  }
  return { body, isDecoded: true }
}

/** Headers of a request whose body was decoded. @param headers - names in lower case */
export function withoutEncoding<T extends string | undefined>(headers: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  const { 'content-encoding': _, 'content-length': __, ...others } = headers
  return others
}
