import { type Client, idOf } from './client.js'
import { type Receiver, receiver } from './receiver.js'

/** A receiver that is down. */
export const failingReceiver = () => receiver(() => new Response('Down', { status: 503, statusText: 'Service Unavailable' }))

/** The id of a new webhook that is sent conversation.closed and conversation.reopened. */
export async function addWebhook(api: Client, to: Receiver, fields: object = {}): Promise<string> {
  const body = { url: to.url, events: ['conversation.closed', 'conversation.reopened'], ...fields }
  return idOf(await api.call('POST', '/webhooks', { body }))
}

/** A page of the deliveries of a webhook. */
export async function deliveriesOf(
  api: Client,
  id: string,
  query = '',
): Promise<readonly { readonly id: string; readonly attributes: object }[]> {
  const { body } = await api.call('GET', `/webhooks/${id}/deliveries${query}`)
  return (body as { data: readonly { readonly id: string; readonly attributes: object }[] }).data
}
