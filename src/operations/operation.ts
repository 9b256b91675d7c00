import type { ConversationEventName } from '../events/event.js'
import type { components, operations } from '../generated/openapi.js'
import type { DefaultedParameters, OperationId } from '../generated/routes.js'
import type { Conversation, Delivery, Message, Timestamp, User } from '../store/records.js'
import type { Store } from '../store/store.js'

/** What an operation works with: the state, when it happens, who asks, and whom it tells. */
export interface Context {
  readonly store: Store
  readonly now: Timestamp
  /** The user behind the API key. */
  readonly actor: User
  /** Sends an event once the operation is done, with the conversation as it stands now; at another time than now when given. */
  readonly emit: (event: ConversationEventName, conversation: Conversation, at?: Timestamp) => void
  /** Sends the event of a message once the operation is done. */
  readonly emitMessage: (message: Message) => void
  /** The hosts that webhooks may be sent to by http, beside those of this machine. */
  readonly allowHttpHosts: ReadonlySet<string>
  /**
   * Has a delivery sent once the operation is done. The answer is what is told of it then, to whoever can wait: a transport; what is told
   * of it now, to whoever cannot.
   */
  readonly attempt: <Answer extends object>(delivery: Delivery, answer: (delivery: Delivery) => Answer) => Answer
}

type Parameters<Id extends OperationId> = operations[Id]['parameters']
type Written<T> = Exclude<T, undefined>
type Query<Id extends OperationId> = Parameters<Id> extends { readonly query?: infer Q } ? Written<Q> : object
type Defaulted<Id extends OperationId> = DefaultedParameters[Id] & keyof Query<Id>

/** A request that has been checked against the spec: parameters have their types and defaults. */
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

/** The JSON of an answer that succeeds; nothing for one without a body. */
export type OperationResponse<Id extends OperationId> = 204 extends keyof Responses<Id>
  ? undefined
  : Json<Responses<Id>[keyof Responses<Id> & (200 | 201)]>

/** One endpoint. Throws an `ApiError` for what cannot be done, before it has changed anything. */
export type Operation<Id extends OperationId> = (context: Context, request: OperationRequest<Id>) => OperationResponse<Id>

export type Schemas = components['schemas']
