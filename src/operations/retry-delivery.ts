import { deliveryRetry } from '../resources/delivery.js'
import type { Operation } from './operation.js'
import { requireDelivery } from './require.js'

/** `POST /webhooks/:id/deliveries/:deliveryId/retry`: sends it again now, whatever its status. */
export const retryDelivery: Operation<'retryDelivery'> = ({ store, now, attempt }, { path }) =>
  attempt(requireDelivery(store, path), (attempted) => ({ data: deliveryRetry(attempted, now) }))
