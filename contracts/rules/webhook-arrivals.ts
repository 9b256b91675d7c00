import { at } from '../at.js'
import type { Hook, Received, Reply } from '../receiver.js'
import type { RuleContext } from '../rule.js'
import type { CreatedWebhook, DeliveryTest } from '../webhook-client.js'

/** The events of a conversation that a webhook received. */
export interface Arrived {
  readonly event: unknown
  readonly request: Received
}

/** A test: the response of the server, and the request that the hook received. */
export interface SentTest {
  readonly hook: Hook
  readonly webhook: CreatedWebhook
  readonly delivery: DeliveryTest
  readonly request: Received
}

/** Creates a webhook with a hook of this run, has a test sent to it, and waits for it. */
export async function sentTest(context: RuleContext, fields: Readonly<Record<string, unknown>> = {}, reply?: Reply): Promise<SentTest> {
  const { api, expect } = context
  const hook = await context.hook()
  if (reply !== undefined) hook.reply = reply
  const webhook = await api.webhooks.createAt(hook.url, fields)
  const delivery = await api.webhooks.test(webhook.id)
  const received = await hook.once(({ length }) => length > 0)
  expect(received.length, 'how often the test has arrived').toBe(1)
  const [request] = received
  if (request === undefined) throw new Error('the test has not arrived')
  return { hook, webhook, delivery, request }
}

/** The received events about one conversation; concurrent rules cause others. */
export function arrivedAt(received: readonly Received[], conversationId: string): readonly Arrived[] {
  return received
    .filter(({ body }) => at(body, 'data', 'id') === conversationId)
    .map((request) => ({ event: at(request.body, 'event'), request }))
}

/** Requires the request to have a valid signature over the bytes of its body. */
export async function requireSigned({ expect }: Pick<RuleContext, 'expect'>, secret: string, request: Received): Promise<void> {
  const { 'x-linktor-signature': signature, 'x-linktor-timestamp': timestamp = '' } = request.headers
  const head = new TextEncoder().encode(`${timestamp}.`)
  const signed = new Uint8Array(head.length + request.bytes.length)
  signed.set(head)
  signed.set(request.bytes, head.length)
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const digest = new Uint8Array(await crypto.subtle.sign('HMAC', key, signed))
  const digits = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
  expect(signature, 'X-Linktor-Signature').toBe(`sha256=${digits}`)
}
