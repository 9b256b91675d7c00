import { type ApiResponse, noResponse } from '../api-request.js'
import { LazyEvent } from '../events/lazy-event.js'
import type { Outbox } from '../events/outbox.js'
import { operations } from '../operations/index.js'
import type { Context } from '../operations/operation.js'
import { eventResource, messageEvent } from '../resources/event.js'
import type { Delivery } from '../store/records.js'
import type { Store } from '../store/store.js'
import { toTimestamp } from '../time/timestamp.js'
import { type Exchange, matched, type PipelineOptions } from './exchange.js'
import { respond } from './respond.js'

/** Stage, the last: performs the operation and responds with its JSON. */
export function perform(exchange: Exchange): ApiResponse {
  const { session, options, outbox, now, input } = exchange
  const { route, parameters } = matched(exchange)
  let later: Promise<object | undefined> | undefined
  const { isRemote } = exchange.request
  const local = operationContext(session.store, now, outbox, options.allowHttpHosts, (delivery, bodyOf) => {
    later = options.attempt(delivery).then((attempted) => attempted && bodyOf(attempted))
    return bodyOf(delivery)
  })
  const context = isRemote ? { ...local, isRemote } : local
  const operation: (context: Context, request: never) => object | undefined = operations[route.operationId]
  // The validators of this very operation have found query and body to be as its type says.
  const body = operation(context, { path: parameters, query: input?.query.values, body: input?.body } as never)
  const response = succeed(body)
  if (later === undefined) return response
  return { ...response, later: later.then((final) => (final === undefined ? noResponse(exchange.notes) : succeed(final))) }

  function succeed(body: object | undefined): ApiResponse {
    exchange.result = { body }
    return respond(exchange, route.status, body)
  }
}

/** Environment of an operation at a time (Unix milliseconds), whose events go to an outbox. */
export function operationContext(
  store: Store,
  now: number,
  outbox: Outbox,
  allowHttpHosts: PipelineOptions['allowHttpHosts'],
  attempt: <Body extends object>(delivery: Delivery, bodyOf: (delivery: Delivery) => Body) => Body = (delivery, bodyOf) => bodyOf(delivery),
): Context {
  const timestamp = toTimestamp(now)
  return {
    store,
    now: timestamp,
    actor: store.owner,
    allowHttpHosts,
    emit: (event, conversation, at = timestamp) => void outbox.push(new LazyEvent(eventResource(store, event, conversation, at))),
    emitMessage: (message) => void outbox.push(new LazyEvent(messageEvent(store, message, timestamp))),
    attempt,
  }
}
