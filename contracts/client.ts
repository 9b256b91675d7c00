import type { components } from '../src/generated/openapi.js'
import { at } from './at.js'
import { CallFailed, IncompleteAnswer, missingFrom } from './call-failed.js'
import type { CallOptions, Query } from './call-options.js'
import type { Answer, Exchange } from './exchange.js'
import type { Session } from './session.js'
import { UNKNOWN_ID } from './target.js'
import { WebhookClient } from './webhook-client.js'

export { CallFailed } from './call-failed.js'
export type { CallOptions, Query } from './call-options.js'

type Schemas = components['schemas']
export type Conversation = Schemas['Conversation']
export type ListResponse = Schemas['ConversationListResponse']
/** A rule tried to change something that this run did not create. */
export class NotCreatedHere extends Error {}

/**
 * The API client of one rule: records every call, validates the responses against the document, and changes only what this run created.
 *
 * Results have the documented types, but only their outer shape is checked: a rule that reads a missing field fails, as it should.
 */
export class Client {
  readonly exchanges: Exchange[] = []
  readonly #exchangeOf = new WeakMap<Answer, Exchange>()
  readonly #session: Session
  readonly webhooks = new WebhookClient(this)

  constructor(session: Session) {
    this.#session = session
  }

  /** Marks what this run creates: a unique part of texts. */
  get runId(): string {
    return this.#session.created.runId
  }

  /** Sends a request; accepts any status. */
  async call(method: string, path: string, { query = {}, body, headers, key }: CallOptions = {}): Promise<Answer> {
    this.#requireCreatedHere(method, path)
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
    const exchange = await this.#session.send({ method, path: path + queryOf(query), body: text, headers, key })
    this.exchanges.push(exchange)
    this.#exchangeOf.set(exchange.answer, exchange)
    return exchange.answer
  }

  /** A page of the list. @throws CallFailed unless the status is 200 @throws IncompleteAnswer */
  async list(query: Query = {}): Promise<ListResponse> {
    return this.expecting<ListResponse>([200], await this.call('GET', '/conversations', { query }), ['data[]', 'meta.pagination'])
  }

  /** All conversations that a query matches (up to 500), page by page; read again if the list changes meanwhile. */
  async all(query: Query = {}): Promise<ListResponse['data']> {
    for (let tries = 1; ; tries++) {
      const items = []
      const totals = new Set<number>()
      for (let page = 1, pages = 1; page <= pages && page <= 5; page++) {
        const { data, meta } = await this.list({ ...query, perPage: 100, page })
        items.push(...data)
        totals.add(meta.pagination.totalCount)
        pages = meta.pagination.totalPages
      }
      if (totals.size <= 1 || tries === 3) return items
    }
  }

  /** A conversation as GET shows it. @throws CallFailed unless the status is 200 @throws IncompleteAnswer */
  async get(id: string, query: Query = {}): Promise<Conversation> {
    const answer = await this.call('GET', `/conversations/${encodeURIComponent(id)}`, { query })
    return this.expecting<Schemas['ConversationResponse']>([200], answer, ['data.attributes']).data
  }

  /** The participants of a conversation. @throws CallFailed unless the status is 200 @throws IncompleteAnswer */
  async participants(id: string): Promise<readonly Schemas['Participant'][]> {
    const answer = await this.call('GET', `/conversations/${encodeURIComponent(id)}/participants`)
    return this.expecting<Schemas['ParticipantListResponse']>([200], answer, ['data[]']).data
  }

  /** A body for `POST /conversations`, on a channel of the server, marked as this run's, with a new contact. */
  async newConversation(fields: Readonly<Record<string, unknown>> = {}): Promise<Readonly<Record<string, unknown>>> {
    return this.#session.created.newConversation(await this.#session.target.channelId(), fields)
  }

  /** A phone and an email that no contact uses. */
  newAddress(): { readonly phone: string; readonly email: string } {
    return this.#session.created.newAddress()
  }

  /** A body for `POST /webhooks`, marked as this run's, with an unreachable URL. */
  newWebhook(fields: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
    return this.#session.created.webhooks.newWebhook(this.#session.target.webhookUrl(), fields)
  }

  /** Creates a conversation. @throws CallFailed unless that succeeds */
  async create(fields: Readonly<Record<string, unknown>> = {}): Promise<Conversation> {
    const answer = await this.call('POST', '/conversations', { body: await this.newConversation(fields) })
    return this.expecting<Schemas['ConversationResponse']>([200, 201], answer, ['data']).data // rules need only its id
  }

  /** `PATCH /conversations/:id`; accepts any status. */
  update(id: string, body: unknown, options: CallOptions = {}): Promise<Answer> {
    return this.call('PATCH', `/conversations/${encodeURIComponent(id)}`, { ...options, body })
  }

  /** `POST /conversations/:id/<action>`; accepts any status. */
  act(id: string, action: 'close' | 'reopen' | 'assign' | 'transfer', body?: unknown, options: CallOptions = {}): Promise<Answer> {
    return this.call('POST', `/conversations/${encodeURIComponent(id)}/${action}`, { ...options, ...(body !== undefined && { body }) })
  }

  /** The `data` of a response that must be successful. @throws CallFailed unless the status is 200 @throws IncompleteAnswer */
  async did(
    answer: Promise<Answer>,
  ): Promise<{ readonly id: string; readonly type: string; readonly attributes: Readonly<Record<string, unknown>> }> {
    return this.expecting<{ readonly data: Awaited<ReturnType<Client['did']>> }>([200], await answer, ['data.attributes']).data
  }

  /** The body of an answer of this client. @param parts - paths that must exist @throws CallFailed @throws IncompleteAnswer */
  expecting<T>(wanted: readonly number[], answer: Answer, parts: readonly string[]): T {
    const exchange = this.#exchangeOf.get(answer)
    if (exchange === undefined) throw new TypeError('the answer does not belong to a call of this client')
    if (!wanted.includes(answer.status)) throw new CallFailed(wanted, exchange)
    const missing = missingFrom(answer.body, parts)
    if (missing !== undefined) throw new IncompleteAnswer(missing, exchange)
    return answer.body as T // see the class
  }

  #requireCreatedHere(method: string, path: string): void {
    if (['GET', 'HEAD', 'OPTIONS'].includes(method)) return
    if (!this.#session.options.allowWrites) throw new NotCreatedHere(`${method} ${path}: writes are not allowed`)
    const [, kind, encoded] = /^\/(conversations|webhooks)(?:\/([^/?]+))?/.exec(path) ?? []
    if (kind !== undefined && encoded === undefined) return
    const id = decodeURIComponent(encoded ?? '')
    const { created } = this.#session
    if (id === UNKNOWN_ID || (kind === 'webhooks' ? created.webhooks : created).has(id)) return
    throw new NotCreatedHere(`${method} ${path}: this run has not created it`)
  }
}

/** The code and message of an error, and the fields that its details name. */
export function errorOf({ body }: Answer): { readonly code?: string; readonly message?: string; readonly fields: readonly string[] } {
  const error = at(body, 'error')
  if (typeof error !== 'object' || error === null) return { fields: [] }
  const { code, message, details } = error as Schemas['ErrorResponse']['error'] // see the class above: not checked
  return { code, message, fields: Array.isArray(details) ? details.map((detail) => detail?.field) : [] }
}

function queryOf(query: Query): string {
  const text = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)])).toString()
  return text === '' ? '' : `?${text}`
}
