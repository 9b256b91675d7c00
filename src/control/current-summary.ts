import type { components } from '../generated/control.js'
import type { Mock } from '../mock/create-mock.js'

/** Summary of the current data, the response to their replacement. */
export function currentSummary({ clock, db }: Mock): components['schemas']['Standing'] {
  return { now: clock.now().toISOString(), conversations: db.conversations.count() }
}
