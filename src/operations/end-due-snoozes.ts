import { reopen } from '../store/lifecycle.js'
import type { Context } from './operation.js'

/** Opens every conversation whose snooze has ended, each at its own time, in order. Run by the scheduler. */
export function endDueSnoozes({ store, now, emit }: Omit<Context, 'actor'>): void {
  for (let due = store.nextDue(now); due !== undefined; due = store.nextDue(now)) {
    const at = due.snoozedUntil ?? now
    emit('conversation.reopened', store.putConversation(reopen(due, { at, byId: undefined })), at)
  }
}
