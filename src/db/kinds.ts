import type { BotRecord, ChannelRecord, ContactRecord, UserRecord } from '../store/records.js'
import type { Store } from '../store/store.js'
import { validated } from './access.js'
import type { Kind } from './plain.js'

export const users: Kind<UserRecord> = {
  name: 'user',
  prefix: 'user',
  collection: (store) => store.users,
  put: (store, record) => store.putUser(record),
  defaults: (_, number) => ({ name: `User ${number}`, email: `user${number}@example.com` }),
  validate: (call, record) => validated('UserRecord', call, record),
  isTaken: assigneeTaken,
}

export const bots: Kind<BotRecord> = {
  name: 'bot',
  prefix: 'bot',
  collection: (store) => store.bots,
  put: (store, record) => store.putBot(record),
  defaults: (_, number) => ({ name: `Bot ${number}` }),
  validate: (call, record) => validated('BotRecord', call, record),
  isTaken: assigneeTaken,
}

export const channels: Kind<ChannelRecord> = {
  name: 'channel',
  prefix: 'ch',
  collection: (store) => store.channels,
  put: (store, record) => store.putChannel(record),
  defaults: (_, number) => ({ type: 'webchat', name: `Channel ${number}` }),
  validate: (call, record) => validated('ChannelRecord', call, record),
  isTaken: (store, id) => store.channels.has(id),
}

/** A contact without phone and email gets a phone, as the API requires one of them. */
export const contacts: Kind<ContactRecord> = {
  name: 'contact',
  prefix: 'contact',
  collection: (store) => store.contacts,
  put: (store, record) => store.putContact(record),
  defaults: ({ phone, email }, number) => ({
    name: `Contact ${number}`,
    ...(phone === undefined && email === undefined && { phone: `+1555${String(number).padStart(7, '0')}` }),
  }),
  validate: (call, record) => validated('ContactRecord', call, record),
  isTaken: (store, id) => store.contacts.has(id),
}

/** Tells whether a user or a bot has an id, which they share as assignees. */
function assigneeTaken(store: Store, id: string): boolean {
  return store.assignee(id) !== undefined
}
