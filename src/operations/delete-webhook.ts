import { foundWebhook } from './found.js'
import type { Operation } from './operation.js'

/** `DELETE /webhooks/:id`: its deliveries go with it, those that wait as well. */
export const deleteWebhook: Operation<'deleteWebhook'> = ({ state }, { path }) => {
  state.deleteWebhook(foundWebhook(state, path.id).id)
  return undefined
}
