import type { BotRecord, ChannelRecord, ContactRecord, UserRecord } from '../state/records.js'
import type { State } from '../state/state.js'
import { sound } from './access.js'
import type { Kind } from './plain.js'

export const users: Kind<UserRecord> = {
  name: 'user',
  prefix: 'user',
  table: (state) => state.users,
  put: (state, record) => state.putUser(record),
  defaults: (_, number) => ({ name: `User ${number}`, email: `user${number}@example.com` }),
  sound: (call, record) => sound('UserRecord', call, record),
  taken: assigneeTaken,
}

export const bots: Kind<BotRecord> = {
  name: 'bot',
  prefix: 'bot',
  table: (state) => state.bots,
  put: (state, record) => state.putBot(record),
  defaults: (_, number) => ({ name: `Bot ${number}` }),
  sound: (call, record) => sound('BotRecord', call, record),
  taken: assigneeTaken,
}

export const channels: Kind<ChannelRecord> = {
  name: 'channel',
  prefix: 'ch',
  table: (state) => state.channels,
  put: (state, record) => state.putChannel(record),
  defaults: (_, number) => ({ type: 'webchat', name: `Channel ${number}` }),
  sound: (call, record) => sound('ChannelRecord', call, record),
  taken: (state, id) => state.channels.has(id),
}

/** A contact that is given neither a phone nor an email gets a phone, for the API would not have taken it without. */
export const contacts: Kind<ContactRecord> = {
  name: 'contact',
  prefix: 'contact',
  table: (state) => state.contacts,
  put: (state, record) => state.putContact(record),
  defaults: ({ phone, email }, number) => ({
    name: `Contact ${number}`,
    ...(phone === undefined && email === undefined && { phone: `+1555${String(number).padStart(7, '0')}` }),
  }),
  sound: (call, record) => sound('ContactRecord', call, record),
  taken: (state, id) => state.contacts.has(id),
}

/** Users and bots share their ids: an assignee is either. */
function assigneeTaken(state: State, id: string): boolean {
  return state.assignee(id) !== undefined
}
