import type { components } from '../generated/control.js'
import type { Mock } from '../mock/create-mock.js'

/** What there is now, for whoever has put something else in place. */
export function currentSummary({ clock, db }: Mock): components['schemas']['Standing'] {
  return { now: clock.now().toISOString(), conversations: db.conversations.count() }
}
