import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import { type Incoming, MOST_BYTES } from './forward.js'

const DECODERS: Readonly<Record<string, (bytes: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>>> = {
  identity: async (bytes) => bytes,
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
}

/**
 * Decompresses the body of a response.
 *
 * @throws Error for an unknown encoding
 */
export async function decoded({ headers, body }: Incoming): Promise<Buffer> {
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity'
  const decode = DECODERS[encoding]
  if (decode === undefined) throw new Error(`its body has the unknown encoding ${encoding}`)
  return body.length === 0 ? body : decode(body, { maxOutputLength: MOST_BYTES })
}
