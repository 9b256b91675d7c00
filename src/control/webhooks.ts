import type { Handler } from './call.js'
import { toPublicRecord } from './to-public-record.js'

/** `GET /_mock/webhooks` */
export const listControlledWebhooks: Handler<'listControlledWebhooks'> = ({ mock }) => ({ data: mock.webhooks.all().map(toPublicRecord) })

/** `GET /_mock/deliveries` */
export const listAllDeliveries: Handler<'listAllDeliveries'> = ({ mock }) => ({ data: mock.webhooks.deliveries.map(toPublicRecord) })
