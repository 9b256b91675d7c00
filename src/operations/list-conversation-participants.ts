import { participantResources } from '../resources/participant.js'
import { foundConversation } from './found.js'
import type { Operation } from './operation.js'

/** `GET /conversations/:id/participants`. */
export const listConversationParticipants: Operation<'listConversationParticipants'> = ({ state }, { path }) => ({
  data: participantResources(state, foundConversation(state, path.id)),
})
