import { participantResources } from '../resources/participant.js'
import type { Operation } from './operation.js'
import { requireConversation } from './require.js'

/** `GET /conversations/:id/participants`. */
export const listConversationParticipants: Operation<'listConversationParticipants'> = ({ store }, { path }) => ({
  data: participantResources(store, requireConversation(store, path.id)),
})
