import { deliveryTest } from '../resources/delivery.js'
import { testEvent } from '../resources/event.js'
import { addDelivery } from '../state/deliveries.js'
import { invalid } from './api-error.js'
import { foundWebhook } from './found.js'
import type { Operation } from './operation.js'
import { requireEvents } from './webhook-rules.js'

/** `POST /webhooks/:id/test`: sends one event, once, whether the webhook asks for it, is active, or neither. */
export const testWebhook: Operation<'testWebhook'> = ({ state, now, attempt }, { path, body }) => {
  const webhook = foundWebhook(state, path.id)
  const { event = 'test.ping' } = body ?? {}
  requireEvents('event', [event])
  const payload = testEvent(state, event, webhook, now) ?? nothingToTell(event)
  const delivery = addDelivery(state, webhook, payload, { createdAt: now })
  return attempt(delivery, (attempted) => ({ data: deliveryTest(attempted) }))
}

function nothingToTell(event: string): never {
  const message = `event must be one that there is something to tell of, such as test.ping: there is no conversation with a message; got "${event}"`
  throw invalid([{ field: 'event', message }])
}
