import type { ConversationEvent, EventName } from '../state/events.js'
import { frozen } from '../state/frozen.js'
import type { Conversation, Timestamp } from '../state/records.js'
import type { State } from '../state/state.js'
import { conversationResource } from './conversation.js'

/** An event as the guide names it, with the conversation as GET shows it. */
export function eventResource(state: State, event: EventName, conversation: Conversation, timestamp: Timestamp): ConversationEvent {
  return frozen({
    id: state.ids.make('evt'),
    event,
    timestamp,
    data: conversationResource(state, conversation),
    meta: { organizationId: state.organization.id },
  })
}
