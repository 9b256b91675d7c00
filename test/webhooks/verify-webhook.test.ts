import { describe, expect, it } from 'vitest'
import { createMock, InvalidWebhook, signWebhook, verifyWebhook, type WebhookEvent } from '../../src/index.js'

const SECRET = 'whsec_test'
const NOW = Date.parse('2024-01-15T12:00:00Z')
const TIMESTAMP = String(NOW / 1000)
const now = { now: NOW }

/** An event as created by the mock, with letters of many scripts. */
function event(): WebhookEvent {
  const mock = createMock()
  const body = JSON.stringify({ metadata: { notes: 'Olá "João" \\ 🎉' } })
  mock.handle({ method: 'PATCH', path: '/conversations/conv_abc123', headers: { authorization: 'Bearer any' }, body })
  const [updated] = mock.events.all('conversation.updated')
  if (updated === undefined) throw new Error('nothing happened')
  return { ...updated, meta: { ...updated.meta, webhookId: 'wh_abc123' } }
}

async function reason(verifying: Promise<unknown>): Promise<string> {
  const error = await verifying.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(InvalidWebhook)
  return error instanceof Error ? error.message : ''
}

describe('signWebhook', () => {
  it('computes the signature of the documentation: an example from another implementation', async () => {
    // printf '1705320000.{"event":"test.ping"}' | openssl dgst -sha256 -hmac whsec_test
    const ping = { event: 'test.ping' } as WebhookEvent
    expect(await signWebhook(ping, SECRET, { ...now, deliveryId: 'del_1' })).toEqual({
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'X-Linktor-Signature': 'sha256=4e6eff77dacc3c6c62ff26c66c5fa058a1f1a12886a41f704ee99b639bd24838',
        'X-Linktor-Timestamp': TIMESTAMP,
        'X-Linktor-Event': 'test.ping',
        'X-Linktor-Delivery-Id': 'del_1',
      },
      body: '{"event":"test.ping"}',
    })
  })

  it('generates an id, and uses the current time, by default', async () => {
    const [one, two] = [await signWebhook(event(), SECRET), await signWebhook(event(), SECRET)]
    expect(one.headers['X-Linktor-Delivery-Id']).toMatch(/^del_./)
    expect(one.headers['X-Linktor-Delivery-Id']).not.toBe(two.headers['X-Linktor-Delivery-Id'])
    expect(Math.abs(Number(one.headers['X-Linktor-Timestamp']) - Date.now() / 1000)).toBeLessThan(60)
    expect(await verifyWebhook(one, SECRET)).toHaveProperty('event', 'conversation.updated')
  })

  it.each(['', undefined, 1])('rejects the secret %j', async (secret) => {
    await expect(signWebhook(event(), secret as never)).rejects.toThrow(/^signWebhook: secret must be text that is not empty/)
  })

  it.each([undefined, {}, 'text'])('rejects the event %j', async (given) => {
    await expect(signWebhook(given as never, SECRET)).rejects.toThrow(TypeError)
  })
})

describe('verifyWebhook', () => {
  it('returns the event of a request, in any form of a receiver', async () => {
    const sent = event()
    const signed = await signWebhook(sent, SECRET, now)
    const lower = Object.fromEntries(Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), value]))
    const bytes = new TextEncoder().encode(signed.body)
    for (const request of [
      new Request('https://app.example.com/hooks', signed),
      signed,
      { headers: lower, body: signed.body },
      { headers: { ...lower, 'set-cookie': ['a', 'b'], 'x-none': undefined }, body: bytes },
      { headers: new Headers(signed.headers), body: bytes },
    ]) {
      expect(await verifyWebhook(request, SECRET, now)).toEqual(sent)
    }
  })

  it('reports a missing header', async () => {
    const { headers, body } = await signWebhook(event(), SECRET, now)
    for (const name of ['X-Linktor-Signature', 'X-Linktor-Timestamp']) {
      const { [name]: _, ...others } = headers
      expect(await reason(verifyWebhook({ headers: others, body }, SECRET, now))).toBe(
        `${name} is missing: the request is not from Linktor`,
      )
      const empty = { ...headers, [name]: '' }
      expect(await reason(verifyWebhook({ headers: new Headers(empty), body }, SECRET, now))).toContain(`${name} is missing`)
    }
  })

  it('reports a wrong signature: another secret, body, time or format', async () => {
    const { headers, body } = await signWebhook(event(), SECRET, now)
    const signature = headers['X-Linktor-Signature'] ?? ''
    const last = signature.endsWith('0') ? '1' : '0'
    const message = 'X-Linktor-Signature is not that of this body: check the secret, and that the body is as it was sent'
    expect(await reason(verifyWebhook({ headers, body }, 'whsec_other', now))).toBe(message)
    expect(await reason(verifyWebhook({ headers, body: `${body} ` }, SECRET, now))).toBe(message)
    expect(await reason(verifyWebhook({ headers, body: JSON.stringify(JSON.parse(body), null, 1) }, SECRET, now))).toBe(message)
    expect(await reason(verifyWebhook({ headers: { ...headers, 'X-Linktor-Timestamp': `${TIMESTAMP}0` }, body }, SECRET, now))).toBe(
      message,
    )
    for (const other of [
      signature.slice(0, -1) + last,
      signature.slice(0, -1),
      `${signature}0`,
      signature.replace('sha256=', ''),
      signature.replace('sha256=', 'sha1='),
      signature.toUpperCase(),
      `sha256=${'0'.repeat(64)}`,
      'sha256=',
    ]) {
      expect(await reason(verifyWebhook({ headers: { ...headers, 'X-Linktor-Signature': other }, body }, SECRET, now))).toBe(message)
    }
  })

  it('compares signatures by Web Crypto, in constant time', async () => {
    const { headers, body } = await signWebhook(event(), SECRET, now)
    const compared: string[] = []
    const { verify } = crypto.subtle
    crypto.subtle.verify = function (...args: Parameters<SubtleCrypto['verify']>) {
      compared.push(Array.from(new Uint8Array(args[2] as ArrayBuffer), (byte) => byte.toString(16).padStart(2, '0')).join(''))
      return verify.apply(this, args)
    }
    try {
      await verifyWebhook({ headers, body }, SECRET, now)
    } finally {
      Reflect.deleteProperty(crypto.subtle, 'verify')
    }
    expect(compared.map((hex) => `sha256=${hex}`)).toEqual([headers['X-Linktor-Signature']])
  })

  it('rejects a time more than 5 minutes, or the tolerance, from now in either direction', async () => {
    const signed = await signWebhook(event(), SECRET, now)
    const at = (seconds: number, options = {}) => verifyWebhook(signed, SECRET, { now: NOW + seconds * 1000, ...options })
    expect(await at(300)).toHaveProperty('event')
    expect(await at(-300)).toHaveProperty('event')
    expect(await reason(at(301))).toBe('X-Linktor-Timestamp is 301 s ago; 300 s are allowed, either way')
    expect(await reason(at(-301))).toBe('X-Linktor-Timestamp is -301 s ago; 300 s are allowed, either way')
    expect(await at(59, { tolerance: '1m' })).toHaveProperty('event')
    expect(await reason(at(61, { tolerance: { minutes: 1 } }))).toContain('60 s are allowed')
    expect(await reason(at(1, { tolerance: 0 }))).toContain('0 s are allowed')
    expect(await at(1e9, { tolerance: Number.POSITIVE_INFINITY })).toHaveProperty('event')
    expect(await reason(verifyWebhook(signed, SECRET))).toContain('300 s are allowed') // years later
  })

  it.each(['soon', '1e3', '-1', '1.5', ' '])('reports the invalid time %j', async (timestamp) => {
    const { headers, body } = await signWebhook(event(), SECRET, now)
    const wrong = { ...headers, 'X-Linktor-Timestamp': timestamp }
    expect(await reason(verifyWebhook({ headers: wrong, body }, SECRET, now))).toBe(
      `X-Linktor-Timestamp must be Unix seconds; got ${JSON.stringify(timestamp)}`,
    )
  })

  it('throws a TypeError for mistakes of the receiver', async () => {
    const { headers, body } = await signWebhook(event(), SECRET, now)
    await expect(verifyWebhook({ headers, body }, '')).rejects.toThrow('verifyWebhook: secret must be text that is not empty')
    await expect(verifyWebhook({ headers, body: JSON.parse(body) }, SECRET, now)).rejects.toThrow(
      'verifyWebhook: body must be the text or bytes that came, not what was parsed of them',
    )
    await expect(verifyWebhook({ headers, body }, SECRET, { tolerance: 'soon' as never })).rejects.toThrow(TypeError)
  })
})
