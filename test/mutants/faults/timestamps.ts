import { showing } from '../answering.js'
import { faultsOf } from '../mutant.js'

const NAMES = ['createdAt', 'updatedAt', 'firstMessageAt', 'lastMessageAt', 'closedAt', 'reopenedAt', 'assignedAt'] as const

/** Faults of timestamps. */
export const timestampFaults = [
  ...faultsOf(undefined, {
    'timestamps have no zone': rewriting((moment) => moment.replace(/Z$/, '')),
    'timestamps are Unix seconds': rewriting((moment) => Date.parse(moment) / 1000),
  }),
  ...faultsOf('listConversations', {
    'the timestamp of a last message has no zone': showing(({ lastMessage }) => {
      if (lastMessage?.timestamp) lastMessage.timestamp = lastMessage.timestamp.replace(/Z$/, '')
    }),
  }),
]

/** A server with another timestamp format than the guide. */
function rewriting(form: (moment: string) => string | number) {
  return showing((attributes) => {
    for (const name of NAMES) {
      const moment = attributes[name]
      if (moment !== undefined) Object.assign(attributes, { [name]: form(moment) })
    }
  })
}
