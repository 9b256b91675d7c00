export type { ApiNotes, ApiRequest, ApiResponse } from './api-request.js'
export type { Collection, Fields, Reads } from './db/collection.js'
export type { ConversationChanges, ConversationCollection, NewConversation } from './db/conversations.js'
export type { Db } from './db/db.js'
export type { MessageChanges, MessageCollection, NewMessage } from './db/messages.js'
export type { PlainCollection } from './db/plain.js'
export type { EventName, EventOf, MockEvent } from './events/event.js'
export type { MockEvents, NextOptions } from './events/event-bus.js'
export type { FaultSettings, ListedFault } from './faults/fault.js'
export type { FaultOptions } from './faults/fault-target.js'
export type { FaultWhere } from './faults/fault-where.js'
export type { DropOptions } from './faults/kinds/drop.js'
export type { FailOptions } from './faults/kinds/fail.js'
export type { RateLimitOptions } from './faults/kinds/rate-limit.js'
export type { Scenario } from './faults/scenarios.js'
export type { components, operations, paths } from './generated/openapi.js'
export type { OperationId } from './generated/routes.js'
export { createMock, type Mock, type MockOptions, type ResetOptions, type Snapshot } from './mock/create-mock.js'
export type { MockFaults } from './mock/faults.js'
export type { ArrivingMessage, MockMessages } from './mock/messages.js'
export type { MockSandboxes } from './mock/mock.js'
export type { MockSnapshots, NamedSnapshot } from './mock/snapshots.js'
export type { GivenWebhook, MockWebhooks } from './mock/webhooks.js'
export type { RecordedRequest, RecordedResponse } from './request-log/recorded-request.js'
export type { MockRequests } from './request-log/request-log.js'
export type { UnexpectedRequest } from './request-log/unexpected-request.js'
export type * from './schemas.js'
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
} from './store/records.js'
export type { Where } from './store/where.js'
export { InvalidWorld } from './store/world.js'
export type { Instant, MockClock } from './time/clock.js'
export type { Duration, DurationUnits } from './time/duration.js'
export { type SignedWebhook, type SignOptions, signWebhook } from './webhooks/sign.js'
export { InvalidWebhook, type ReceivedWebhook, type VerifyOptions, verifyWebhook } from './webhooks/verify.js'
