import { type CallOptions, errorOf } from '../client.js'
import type { Answer } from '../exchange.js'
import type { RuleContext } from '../rule.js'
import { UNKNOWN_ID } from '../target.js'
import { responseText } from './rejection.js'

/** A path of a webhook that does not exist. */
export const UNKNOWN_WEBHOOK = `/webhooks/${UNKNOWN_ID}`

/** Requires a call to ask for a key, and for one that is known. Gives what it answers without. */
export async function requireKey({ api, expect }: RuleContext, method: string, path: string, options: CallOptions = {}): Promise<void> {
  const without = await api.call(method, path, { ...options, key: 'none' })
  const unknown = await api.call(method, path, { ...options, key: 'invalid' })
  expect([without, unknown].map(responseText)).toEqual(['401 AUTHENTICATION_REQUIRED', '401 INVALID_API_KEY'])
  for (const { body } of [without, unknown]) expect(body).not.toHaveProperty('data')
}

/** Requires an answer to say that there is no such webhook or delivery. */
export function requireNotFound({ expect }: Pick<RuleContext, 'expect'>, answer: Answer): void {
  expect(responseText(answer)).toBe('404 RESOURCE_NOT_FOUND')
}

/** Requires an answer to refuse what was sent with a 400 of a code, and a message. */
export function requireRefused({ expect }: Pick<RuleContext, 'expect'>, answer: Answer, code: string): void {
  expect(responseText(answer)).toBe(`400 ${code}`)
  expect(errorOf(answer).message, 'the message').toEqual(expect.stringMatching(/\S/))
}
