import type { Rule } from '../rule.js'
import { assignConversationRules } from './assign-conversation.js'
import { closeConversationRules } from './close-conversation.js'
import { createConversationRules } from './create-conversation.js'
import { getConversationRules } from './get-conversation.js'
import { httpRules } from './http.js'
import { listConversationParticipantsRules } from './list-conversation-participants.js'
import { listConversationsRules } from './list-conversations.js'
import { reopenConversationRules } from './reopen-conversation.js'
import { transferConversationRules } from './transfer-conversation.js'
import { updateConversationRules } from './update-conversation.js'

/** Every rule of the contract: what holds for all operations, then each of them in the order of the guide. */
export const allRules: readonly Rule[] = [
  ...httpRules,
  ...listConversationsRules,
  ...getConversationRules,
  ...createConversationRules,
  ...updateConversationRules,
  ...closeConversationRules,
  ...reopenConversationRules,
  ...assignConversationRules,
  ...transferConversationRules,
  ...listConversationParticipantsRules,
]
