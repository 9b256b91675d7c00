import { errorOf } from '../client.js'
import type { Answer } from '../exchange.js'

/** Whether the status is a 4xx. */
export function isRejected({ status }: Answer): boolean {
  return status >= 400 && status < 500
}

/** Status and error code, for messages: `200`, `409 CONVERSATION_EXISTS`. */
export function responseText(answer: Answer): string {
  return `${answer.status} ${errorOf(answer).code ?? ''}`.trim()
}

/** Matches the {@link responseText} of a success. */
export const SUCCESS = /^2\d\d$/
