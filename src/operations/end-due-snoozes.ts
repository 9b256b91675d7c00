import { reopen } from '../store/lifecycle.js'
import type { Context } from './operation.js'

/** Opens every conversation whose snooze has ended, each at its own time, in order. Run by the scheduler. */
export function endDueSnoozes({ store, now, emit }: Omit<Context, 'actor'>): void {
  for (let next = store.nextSnoozed(); next !== undefined; next = store.nextSnoozed()) {
    const { snoozedUntil: at = now } = next
    if (at > now) return
    emit('conversation.reopened', store.putConversation(reopen(next, { at, byId: undefined })), at)
  }
}
