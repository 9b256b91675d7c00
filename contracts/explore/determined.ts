import type { Held } from './requests.js'
import type { Step } from './steps.js'

/** A conversation as both servers have it by now. */
export interface Standing extends Held {
  readonly status: string
}

/**
 * Whether the guide determines what comes of a step, as things stand: it says nothing of closing what is closed, of reopening what is
 * not, of an unknown assignee, of an empty update, or of what may be changed in a closed conversation.
 */
export function isDetermined(step: Step, standing: Standing | undefined): boolean {
  const closed = standing?.status === 'closed'
  switch (step.call) {
    case 'create':
      return standing === undefined // a slot is filled once; what comes of it again is createAgain's
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
