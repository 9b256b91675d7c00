import type { Operation } from './operation.js'
import { requireWebhook } from './require.js'

/** `DELETE /webhooks/:id`: deletes its deliveries too, pending ones among them. */
export const deleteWebhook: Operation<'deleteWebhook'> = ({ store }, { path }) => {
  store.deleteWebhook(requireWebhook(store, path.id).id)
  return undefined
}
