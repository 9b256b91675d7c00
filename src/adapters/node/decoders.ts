import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import type { Decoder } from '../decode-body.js'

const GUNZIP = promisify(gunzip)
const INFLATE = promisify(inflate)
const BROTLI = promisify(brotliDecompress)

/** Decoders of Node by content coding (RFC 9110, 8.4.1). @param maxBytes - a longer result is a RangeError */
export function decoders(maxBytes: number): Readonly<Record<string, Decoder>> {
  const options = { maxOutputLength: maxBytes }
  const decodeGzip: Decoder = (bytes) => GUNZIP(bytes, options)
  return {
    gzip: decodeGzip,
    'x-gzip': decodeGzip,
    deflate: (bytes) => INFLATE(bytes, options),
    br: (bytes) => BROTLI(bytes, options),
  }
}
