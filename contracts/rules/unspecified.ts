import { CallFailed, errorOf } from '../client.js'
import type { Answer } from '../exchange.js'
import type { RuleContext } from '../rule.js'
import { responseText } from './rejection.js'

/** The result of a call that the guide allows a server to reject; a rejection is observed and returns `undefined`. */
export async function unlessRejected<T>({ observe }: Pick<RuleContext, 'observe'>, what: string, call: Promise<T>): Promise<T | undefined> {
  try {
    return await call
  } catch (error) {
    if (!(error instanceof CallFailed) || !/^4\d\d$/.test(error.actual)) throw error
    observe(`${what} is rejected with ${error.actual}`)
    return undefined
  }
}

/** Requires that a server accepts or properly rejects a request that the guide does not specify, without a 5xx. */
export function requireDocumentedError({ expect, observe }: Pick<RuleContext, 'expect' | 'observe'>, what: string, answer: Answer): void {
  const { code, message } = errorOf(answer)
  observe(`${what} answers ${responseText(answer)}`)
  expect(answer.status, what).toBeLessThan(500)
  if (answer.status === 400) expect(code, what).toBeOneOf(['VALIDATION_ERROR', 'CHANNEL_ERROR'])
  if (answer.status >= 400) expect([code, message], what).toEqual([expect.any(String), expect.any(String)])
}

/** A query as text: `status=done`. */
export function queryText(query: Readonly<Record<string, unknown>>): string {
  return Object.entries(query)
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}
