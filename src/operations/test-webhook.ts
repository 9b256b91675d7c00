import { invalid } from '../api-error.js'
import { deliveryTest } from '../resources/delivery.js'
import { testEvent } from '../resources/event.js'
import { addDelivery } from '../webhooks/deliveries.js'
import type { Operation } from './operation.js'
import { requireWebhook } from './require.js'
import { requireEvents } from './webhook-rules.js'

/** `POST /webhooks/:id/test`: sends one event once, even to an inactive webhook or one without that event. */
export const testWebhook: Operation<'testWebhook'> = ({ store, now, attempt }, { path, body }) => {
  const webhook = requireWebhook(store, path.id)
  const { event = 'test.ping' } = body ?? {}
  requireEvents('event', [event])
  const payload = testEvent(store, event, webhook, now) ?? nothingToTell(event)
  const delivery = addDelivery(store, webhook, payload, { createdAt: now })
  return attempt(delivery, (attempted) => ({ data: deliveryTest(attempted) }))
}

function nothingToTell(event: string): never {
  const message = `event must be one that there is something to tell of, such as test.ping: there is no conversation with a message; got "${event}"`
  throw invalid([{ field: 'event', message }])
}
