import { webhookResource } from '../resources/webhook.js'
import type { Operation } from './operation.js'
import { requireWebhook } from './require.js'

/** `GET /webhooks/:id`. */
export const getWebhook: Operation<'getWebhook'> = ({ store }, { path }) => ({ data: webhookResource(requireWebhook(store, path.id)) })
