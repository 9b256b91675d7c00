import type { ConversationEventName } from '../events/event.js'
import type { components, operations } from '../generated/openapi.js'
import type { DefaultedParameters, OperationId } from '../generated/routes.js'
import type { Conversation, Delivery, Message, Timestamp, User } from '../store/records.js'
import type { Store } from '../store/store.js'

/** Environment of an operation. */
export interface Context {
  readonly store: Store
  readonly now: Timestamp
  /** The user behind the API key. */
  readonly actor: User
  /** Emits an event, published when the operation is committed, with the conversation as it is now; `at` is its time, by default now. */
  readonly emit: (event: ConversationEventName, conversation: Conversation, at?: Timestamp) => void
  /** Emits the event of a message, published when the operation is committed. */
  readonly emitMessage: (message: Message) => void
  /** Hosts that webhooks may reach by http, beside loopback. */
  readonly allowHttpHosts: ReadonlySet<string>
  /** The caller is on another machine. */
  readonly isRemote?: boolean | undefined
  /**
   * Sends a delivery once the operation is committed, and returns the response for the pending delivery. Transports that can wait get the
   * response for the delivery after the attempt.
   */
  readonly attempt: <Data extends object>(delivery: Delivery, respond: (delivery: Delivery) => Data) => Data
}

type Parameters<Id extends OperationId> = operations[Id]['parameters']
type Written<T> = Exclude<T, undefined>
type Query<Id extends OperationId> = Parameters<Id> extends { readonly query?: infer Q } ? Written<Q> : object
type Defaulted<Id extends OperationId> = DefaultedParameters[Id] & keyof Query<Id>

/** A validated request: parameters have their types and defaults. */
export interface OperationRequest<Id extends OperationId> {
  readonly path: Parameters<Id> extends { readonly path: infer P } ? P : object
  readonly query: Omit<Query<Id>, Defaulted<Id>> & Required<Pick<Query<Id>, Defaulted<Id>>>
  readonly body: operations[Id] extends { readonly requestBody: { readonly content: { 'application/json': infer B } } }
    ? B
    : operations[Id] extends { readonly requestBody?: never }
      ? undefined
      : operations[Id] extends { readonly requestBody?: { readonly content: { 'application/json': infer B } } }
        ? B | undefined
        : undefined
}

type Json<R> = R extends { readonly content: { readonly 'application/json': infer B } } ? B : never
type Responses<Id extends OperationId> = operations[Id]['responses']

/** JSON of a successful response; `undefined` for one without a body. */
export type OperationResponse<Id extends OperationId> = 204 extends keyof Responses<Id>
  ? undefined
  : Json<Responses<Id>[keyof Responses<Id> & (200 | 201)]>

/** One endpoint. Throws an `ApiError` before it changes anything. */
export type Operation<Id extends OperationId> = (context: Context, request: OperationRequest<Id>) => OperationResponse<Id>

export type Schemas = components['schemas']
