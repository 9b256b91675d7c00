import type { Held } from './requests.js'
import type { Step } from './steps.js'

/** The current state of a conversation on both servers. */
export interface Standing extends Held {
  readonly status: string
}

/**
 * Whether the guide determines the result of a step in the current state. It does not specify closing a closed conversation, reopening
 * an open one, an unknown assignee, an empty update, or changes to a closed conversation.
 */
export function isDetermined(step: Step, standing: Standing | undefined): boolean {
  const closed = standing?.status === 'closed'
  switch (step.call) {
    case 'create':
      return standing === undefined // a slot is filled once; `createAgain` covers a second conversation
    case 'createAgain':
      return standing !== undefined
    case 'close':
      return !closed
    case 'reopen':
      return standing === undefined || closed
    case 'assign':
    case 'transfer':
      return standing === undefined ? step.to !== 'nobody' : step.to !== 'nobody' && !closed
    case 'update':
      return Object.keys(step.changes).length > 0 && !closed
    case 'list':
      return standing !== undefined
    default:
      return true
  }
}
