import { webhookResource } from '../resources/webhook.js'
import { foundWebhook } from './found.js'
import type { Operation } from './operation.js'

/** `GET /webhooks/:id`. */
export const getWebhook: Operation<'getWebhook'> = ({ state }, { path }) => ({ data: webhookResource(foundWebhook(state, path.id)) })
