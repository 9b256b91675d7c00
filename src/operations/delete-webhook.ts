import type { Operation } from './operation.js'
import { requireWebhook } from './require.js'

/** `DELETE /webhooks/:id`: its deliveries go with it, those that wait as well. */
export const deleteWebhook: Operation<'deleteWebhook'> = ({ store }, { path }) => {
  store.deleteWebhook(requireWebhook(store, path.id).id)
  return undefined
}
