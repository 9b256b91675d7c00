import { MAX_BODY_BYTES } from '../../api-request.js'
import type { Decoder } from '../decode-body.js'

const decodeGzip = decoderOf('gzip')

/** Decoders of browsers and Node by content coding; neither knows `br` by this interface. */
export const decoders: Readonly<Record<string, Decoder>> = { gzip: decodeGzip, 'x-gzip': decodeGzip, deflate: decoderOf('deflate') }

function decoderOf(format: CompressionFormat): Decoder {
  return async (bytes) => {
    const decoded = new Response(new Uint8Array(bytes)).body?.pipeThrough(new DecompressionStream(format))
    const chunks: Uint8Array[] = []
    let size = 0
    if (decoded !== undefined) {
      const reader = decoded.getReader()
      for (let { value } = await reader.read(); value !== undefined; { value } = await reader.read()) {
        chunks.push(value)
        size += value.length
        if (size <= MAX_BODY_BYTES) continue
        void reader.cancel().catch(() => {})
        throw new RangeError('the decoded body is too large')
      }
    }
    const body = new Uint8Array(size)
    let at = 0
    for (const chunk of chunks) {
      body.set(chunk, at)
      at += chunk.length
    }
    return body
  }
}
