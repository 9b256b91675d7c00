import type { components } from '../generated/openapi.js'
import { present } from '../store/present.js'
import type { Delivery, Timestamp } from '../store/records.js'

type Schemas = components['schemas']

/** A delivery as the list of deliveries shows it. */
export function deliveryResource(delivery: Delivery): Schemas['Delivery'] {
  const { id, payload, status, statusCode, errorMessage, attempts, requestHeaders = {}, createdAt, lastAttemptAt } = delivery
  return {
    id,
    type: 'delivery',
    attributes: present({
      event: payload.event,
      status,
      statusCode,
      errorMessage,
      attempts,
      payload,
      request: { headers: requestHeaders },
      response: responseOf(delivery),
      createdAt,
      lastAttemptAt,
    }),
  }
}

/** A delivery as the response to a test shows it. */
export function deliveryTest({ id, status, statusCode, latency, createdAt, lastAttemptAt = createdAt }: Delivery): Schemas['DeliveryTest'] {
  return present({
    deliveryId: id,
    status,
    statusCode,
    latency: statusCode === undefined || latency === undefined ? undefined : Math.round(latency),
    timestamp: lastAttemptAt,
  })
}

/** A delivery as the response to a retry shows it. */
export function deliveryRetry({ id, status, statusCode, attempts }: Delivery, retriedAt: Timestamp): Schemas['DeliveryRetry'] {
  return present({ id, status, statusCode, attempts, retriedAt })
}

function responseOf({ statusCode, responseBody = '' }: Delivery): Schemas['Delivery']['attributes']['response'] {
  return statusCode === undefined ? undefined : { statusCode, body: responseBody }
}
