import { deliveryResource } from '../resources/delivery.js'
import type { Operation } from './operation.js'
import { pageOf, paginationOf } from './pagination.js'
import { requireWebhook } from './require.js'

/** `GET /webhooks/:id/deliveries`: one page, newest first. */
export const listDeliveries: Operation<'listDeliveries'> = ({ store }, { path, query }) => {
  const { status, event } = query
  const deliveries = store.deliveries
    .group('webhook', requireWebhook(store, path.id).id)
    .filter(({ status: its, payload }) => (status ?? its) === its && (event ?? payload.event) === payload.event)
    .toReversed()
  return { data: pageOf(query, deliveries).map(deliveryResource), meta: { pagination: paginationOf(query, deliveries.length) } }
}
