import type { LazyEvent } from './lazy-event.js'

/** Events of a change that is not committed yet, in order. */
export type Outbox = LazyEvent[]
