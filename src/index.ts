export type { ApiNotes, ApiRequest, ApiResponse } from './api/request.js'
export type { Collection, Fields, Where } from './db/collection.js'
export type { ConversationChanges, NewConversation } from './db/conversations.js'
export type { Db } from './db/db.js'
export type { MessageChanges, NewMessage } from './db/messages.js'
export type { PlainCollection } from './db/plain.js'
export { createMock, type Mock, type MockOptions, type Snapshot } from './mock.js'
export type { Instant, MockClock } from './state/clock.js'
export type { Duration, DurationUnits } from './state/duration.js'
export type { ConversationEvent, EventName, EventOf, MockEvents } from './state/events.js'
export type {
  Bot,
  BotRecord,
  Channel,
  ChannelRecord,
  ChannelType,
  Contact,
  ContactRecord,
  Conversation,
  ConversationRecord,
  ConversationStatus,
  Message,
  MessageContent,
  MessageRecord,
  User,
  UserRecord,
  World,
} from './state/records.js'
export { InvalidWorld } from './state/world.js'
