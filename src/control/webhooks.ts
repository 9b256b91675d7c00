import type { Handler } from './call.js'
import { stripped } from './stripped.js'

/** `GET /_mock/webhooks` */
export const listControlledWebhooks: Handler<'listControlledWebhooks'> = ({ mock }) => ({ data: mock.webhooks.all().map(stripped) })

/** `GET /_mock/deliveries` */
export const listAllDeliveries: Handler<'listAllDeliveries'> = ({ mock }) => ({ data: mock.webhooks.deliveries.map(stripped) })
