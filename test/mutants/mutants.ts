import { actionFaults } from './faults/actions.js'
import { assignmentFaults } from './faults/assigning.js'
import { authenticationFaults } from './faults/authentication.js'
import { conversationFaults } from './faults/conversations.js'
import { creatingFaults } from './faults/creating.js'
import { dateAndSearchFaults } from './faults/dates-and-search.js'
import { deliveryFaults } from './faults/deliveries.js'
import { envelopeFaults } from './faults/envelopes.js'
import { filterFaults } from './faults/filters.js'
import { headerFaults } from './faults/headers.js'
import { idempotencyFaults } from './faults/idempotency.js'
import { messageFaults } from './faults/messages.js'
import { pageFaults } from './faults/pages.js'
import { participantFaults } from './faults/participants.js'
import { sendingFaults } from './faults/sending.js'
import { sortingFaults } from './faults/sorting.js'
import { timestampFaults } from './faults/timestamps.js'
import { updatingFaults } from './faults/updating.js'
import { webhookFaults } from './faults/webhooks.js'
import type { Mutant } from './mutant.js'

/** All faults that the contract must catch. */
export const mutants: readonly Mutant[] = [
  ...filterFaults,
  ...pageFaults,
  ...sortingFaults,
  ...dateAndSearchFaults,
  ...conversationFaults,
  ...messageFaults,
  ...creatingFaults,
  ...updatingFaults,
  ...actionFaults,
  ...assignmentFaults,
  ...participantFaults,
  ...envelopeFaults,
  ...timestampFaults,
  ...authenticationFaults,
  ...headerFaults,
  ...idempotencyFaults,
  ...webhookFaults,
  ...deliveryFaults,
  ...sendingFaults,
]
