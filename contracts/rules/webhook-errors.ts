import { type CallOptions, errorOf } from '../client.js'
import type { Answer } from '../exchange.js'
import type { RuleContext } from '../rule.js'
import { UNKNOWN_ID } from '../target.js'
import { responseText } from './rejection.js'

/** A path of a webhook that does not exist. */
export const UNKNOWN_WEBHOOK = `/webhooks/${UNKNOWN_ID}`

/** Requires a call to return 401 without a key, and with an unknown one. */
export async function requireKey({ api, expect }: RuleContext, method: string, path: string, options: CallOptions = {}): Promise<void> {
  const without = await api.call(method, path, { ...options, key: 'none' })
  const unknown = await api.call(method, path, { ...options, key: 'invalid' })
  expect([without, unknown].map(responseText)).toEqual(['401 AUTHENTICATION_REQUIRED', '401 INVALID_API_KEY'])
  for (const { body } of [without, unknown]) expect(body).not.toHaveProperty('data')
}

/** Requires a 404 for an unknown webhook or delivery. */
export function requireNotFound({ expect }: Pick<RuleContext, 'expect'>, answer: Answer): void {
  expect(responseText(answer)).toBe('404 RESOURCE_NOT_FOUND')
}

/** Requires a 400 with a code and a message. */
export function requireRefused({ expect }: Pick<RuleContext, 'expect'>, answer: Answer, code: string): void {
  expect(responseText(answer)).toBe(`400 ${code}`)
  expect(errorOf(answer).message, 'the message').toEqual(expect.stringMatching(/\S/))
}
