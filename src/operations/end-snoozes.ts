import { reopen } from '../state/lifecycle.js'
import type { Context } from './operation.js'

/** Opens every conversation whose snooze has ended by now, each at its own time, in order: what no request does but the clock. */
export function endSnoozes({ state, now, emit }: Omit<Context, 'actor'>): void {
  for (let due = state.nextDue(now); due !== undefined; due = state.nextDue(now)) {
    const at = due.snoozedUntil ?? now
    emit('conversation.reopened', state.putConversation(reopen(due, { at, byId: undefined })), at)
  }
}
