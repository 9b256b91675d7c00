import type { components } from '../src/generated/openapi.js'
import type { CallOptions, Query } from './call-options.js'
import type { Answer } from './exchange.js'
import { Skipped } from './skipped.js'

type Schemas = components['schemas']
export type Webhook = Schemas['Webhook']
export type CreatedWebhook = Schemas['WebhookWithSecret']
export type Delivery = Schemas['Delivery']
export type DeliveryTest = Schemas['DeliveryTest']
type Fields = Readonly<Record<string, unknown>>

/** The client that sends its requests. */
interface Caller {
  readonly call: (method: string, path: string, options?: CallOptions) => Promise<Answer>
  readonly expecting: <T>(wanted: readonly number[], answer: Answer, parts: readonly string[]) => T
  readonly newWebhook: (fields: Fields) => Fields
}

/** The webhooks of the API as one rule calls them, by its client. */
export class WebhookClient {
  readonly #api: Caller

  constructor(api: Caller) {
    this.#api = api
  }

  /** A page of the list. @throws CallFailed unless the status is 200 @throws IncompleteAnswer */
  async list(query: Query = {}): Promise<Schemas['WebhookListResponse']> {
    return this.#api.expecting([200], await this.#api.call('GET', '/webhooks', { query }), ['data[]', 'meta.pagination'])
  }

  /** All webhooks, page by page (up to 5,000 of them). */
  async all(perPage = 100): Promise<readonly Webhook[]> {
    const items: Webhook[] = []
    for (let page = 1, pages = 1; page <= pages && page <= 50; page++) {
      const { data, meta } = await this.list({ perPage, page })
      items.push(...data)
      pages = meta.pagination.totalPages
    }
    return items
  }

  /** `GET /webhooks/:id`. @throws CallFailed unless the status is 200 @throws IncompleteAnswer */
  async get(id: string): Promise<Webhook> {
    return this.did(this.#api.call('GET', pathOf(id)))
  }

  /** Creates a webhook, with an unreachable URL by default. @throws CallFailed unless that succeeds @throws IncompleteAnswer */
  async create(fields: Fields = {}): Promise<CreatedWebhook> {
    const answer = await this.tryToCreate(fields)
    const found = this.#api.expecting<Schemas['CreateWebhookResponse']>([200, 201], answer, ['data.attributes'])
    return found.data
  }

  /** `POST /webhooks`; accepts any status. Set a field to `undefined` to omit it. */
  async tryToCreate(fields: Fields = {}, options: CallOptions = {}): Promise<Answer> {
    return this.#api.call('POST', '/webhooks', { ...options, body: this.#api.newWebhook(fields) })
  }

  /** A webhook of a receiver. @throws Skipped when the server rejects plain http @throws CallFailed unless that succeeds */
  async createAt(url: string, fields: Fields = {}): Promise<CreatedWebhook> {
    const answer = await this.tryToCreate({ ...fields, url })
    const isUrl = answer.status === 400 && /"INVALID_URL"/.test(answer.text)
    if (isUrl && url.startsWith('http:'))
      throw new Skipped(`the server takes no webhook to ${new URL(url).origin}: name a receiver by https`)
    return this.#api.expecting<Schemas['CreateWebhookResponse']>([200, 201], answer, ['data.attributes']).data
  }

  /** `PATCH /webhooks/:id`; accepts any status. */
  update(id: string, body: unknown): Promise<Answer> {
    return this.#api.call('PATCH', pathOf(id), { body })
  }

  /** `DELETE /webhooks/:id`; accepts any status. */
  delete(id: string): Promise<Answer> {
    return this.#api.call('DELETE', pathOf(id))
  }

  /** The result of a test. @throws CallFailed unless the status is 200 @throws IncompleteAnswer */
  async test(id: string, body?: unknown): Promise<DeliveryTest> {
    return this.#api.expecting<Schemas['TestWebhookResponse']>([200], await this.tryToTest(id, body), ['data']).data
  }

  /** `POST /webhooks/:id/test`; accepts any status. */
  tryToTest(id: string, body?: unknown, options: CallOptions = {}): Promise<Answer> {
    return this.#api.call('POST', `${pathOf(id)}/test`, { ...options, ...(body !== undefined && { body }) })
  }

  /** A page of deliveries. @throws CallFailed unless the status is 200 @throws IncompleteAnswer */
  async deliveries(id: string, query: Query = {}): Promise<Schemas['DeliveryListResponse']> {
    const answer = await this.#api.call('GET', `${pathOf(id)}/deliveries`, { query })
    return this.#api.expecting([200], answer, ['data[]', 'meta.pagination'])
  }

  /** `POST /webhooks/:id/deliveries/:deliveryId/retry`; accepts any status. */
  retry(id: string, deliveryId: string, options: CallOptions = {}): Promise<Answer> {
    return this.#api.call('POST', `${pathOf(id)}/deliveries/${encodeURIComponent(deliveryId)}/retry`, options)
  }

  /** The webhook of a response that must be successful. @throws CallFailed unless the status is 200 @throws IncompleteAnswer */
  async did(answer: Promise<Answer>): Promise<Webhook> {
    return this.#api.expecting<Schemas['WebhookResponse']>([200], await answer, ['data.attributes']).data
  }
}

function pathOf(id: string): string {
  return `/webhooks/${encodeURIComponent(id)}`
}
