export type { ListedFault } from './api/fault.js'
export type { DropOptions, FailOptions, FaultOptions, FaultSettings, RateLimitOptions } from './api/fault-options.js'
export type { FaultWhere } from './api/fault-where.js'
export type { MockFaults } from './api/mock-faults.js'
export type { ApiNotes, ApiRequest, ApiResponse } from './api/request.js'
export type { Scenario } from './api/scenarios.js'
export type { Collection, Fields, Reads } from './db/collection.js'
export type { ConversationChanges, ConversationCollection, NewConversation } from './db/conversations.js'
export type { Db } from './db/db.js'
export type { MessageChanges, MessageCollection, NewMessage } from './db/messages.js'
export type { PlainCollection } from './db/plain.js'
export type { components, operations, paths } from './generated/openapi.js'
export type { OperationId } from './generated/routes.js'
export type { MockRequests } from './journal/journal.js'
export type { RecordedRequest, RecordedResponse } from './journal/recorded-request.js'
export type { UnexpectedRequest } from './journal/unexpected.js'
export type { ArrivingMessage, MockMessages } from './mock/messages.js'
export type { MockSandboxes } from './mock/sandboxes.js'
export type { MockSnapshots, NamedSnapshot } from './mock/snapshots.js'
export type { GivenWebhook, MockWebhooks } from './mock/webhooks.js'
export { createMock, type Mock, type MockOptions, type ResetOptions, type Snapshot } from './mock.js'
export type * from './schemas.js'
export type { Instant, MockClock } from './state/clock.js'
export type { Duration, DurationUnits } from './state/duration.js'
export type { EventName, EventOf, MockEvent } from './state/event.js'
export type { MockEvents, NextOptions } from './state/events.js'
export type {
  Bot as StoredBot,
  BotRecord,
  Channel as StoredChannel,
  ChannelRecord,
  Contact as StoredContact,
  ContactRecord,
  Conversation as StoredConversation,
  ConversationRecord,
  Delivery as StoredDelivery,
  DeliveryRecord,
  Message as StoredMessage,
  MessageRecord,
  User as StoredUser,
  UserRecord,
  Webhook as StoredWebhook,
  WebhookRecord,
  World,
} from './state/records.js'
export type { Where } from './state/where.js'
export { InvalidWorld } from './state/world.js'
export { type SignedWebhook, type SignOptions, signWebhook } from './webhooks/sign-webhook.js'
export { InvalidWebhook, type ReceivedWebhook, type VerifyOptions, verifyWebhook } from './webhooks/verify-webhook.js'
