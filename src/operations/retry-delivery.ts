import { deliveryRetry } from '../resources/delivery.js'
import { foundDelivery } from './found.js'
import type { Operation } from './operation.js'

/** `POST /webhooks/:id/deliveries/:deliveryId/retry`: sends it again now, whatever came of it so far. */
export const retryDelivery: Operation<'retryDelivery'> = ({ state, now, attempt }, { path }) =>
  attempt(foundDelivery(state, path), (attempted) => ({ data: deliveryRetry(attempted, now) }))
