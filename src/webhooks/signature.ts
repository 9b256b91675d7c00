const ENCODER = new TextEncoder()

/**
 * Value of `X-Linktor-Signature`: `sha256=` and the HMAC-SHA256 of `{timestamp}.{body}` in hexadecimal digits.
 *
 * @param timestamp - Unix seconds, as in `X-Linktor-Timestamp`
 * @param body - the sent bytes
 */
export async function signatureOf(secret: string, timestamp: number | string, body: string): Promise<string> {
  const bytes = await crypto.subtle.sign('HMAC', await keyOf(secret), signed(timestamp, body))
  return `sha256=${Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

/** Compares a signature in constant time. */
export async function isSignatureOf(signature: string, secret: string, timestamp: string, body: string | Uint8Array): Promise<boolean> {
  const [, digits = ''] = /^sha256=([0-9a-f]{64})$/.exec(signature) ?? []
  const bytes = Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  return crypto.subtle.verify('HMAC', await keyOf(secret), bytes, signed(timestamp, body))
}

function keyOf(secret: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', ENCODER.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify'])
}

function signed(timestamp: number | string, body: string | Uint8Array): Uint8Array<ArrayBuffer> {
  const head = ENCODER.encode(`${timestamp}.`)
  const rest = typeof body === 'string' ? ENCODER.encode(body) : body
  const bytes = new Uint8Array(head.length + rest.length)
  bytes.set(head)
  bytes.set(rest, head.length)
  return bytes
}
