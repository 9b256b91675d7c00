import { errorOf } from '../client.js'
import type { Answer } from '../exchange.js'

/** Whether a server has said no. */
export function isRejected({ status }: Answer): boolean {
  return status >= 400 && status < 500
}

/** How an answer reads in a sentence: `200`, `409 CONVERSATION_EXISTS`. */
export function responseText(answer: Answer): string {
  return `${answer.status} ${errorOf(answer).code ?? ''}`.trim()
}

/** What is told of a success. */
export const SUCCESS = /^2\d\d$/
