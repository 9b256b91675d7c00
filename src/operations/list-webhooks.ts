import { webhookResource } from '../resources/webhook.js'
import type { Operation } from './operation.js'
import { pageOf, paginationOf } from './pagination.js'

/** `GET /webhooks`: one page, oldest first. */
export const listWebhooks: Operation<'listWebhooks'> = ({ store }, { query }) => {
  const webhooks = store.webhooks.sorted('order')
  return { data: pageOf(query, webhooks).map(webhookResource), meta: { pagination: paginationOf(query, webhooks.length) } }
}
