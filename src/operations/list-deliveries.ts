import { deliveryResource } from '../resources/delivery.js'
import { foundWebhook } from './found.js'
import type { Operation } from './operation.js'
import { pageOf, paginationOf } from './pagination.js'

/** `GET /webhooks/:id/deliveries`: one page of those that are kept, the newest first. */
export const listDeliveries: Operation<'listDeliveries'> = ({ state }, { path, query }) => {
  const { status, event } = query
  const deliveries = state
    .deliveriesOf(foundWebhook(state, path.id).id)
    .filter(({ status: its, payload }) => (status ?? its) === its && (event ?? payload.event) === payload.event)
    .toReversed()
  return { data: pageOf(query, deliveries).map(deliveryResource), meta: { pagination: paginationOf(query, deliveries.length) } }
}
