import { at } from './at.js'
import { CreatedWebhooks } from './created-webhooks.js'
import type { Exchange } from './exchange.js'
import { type RuleRequest, Unreachable, type Wire } from './wire.js'

/** The conversations and webhooks that a run has created on the server. */
export class CreatedResources {
  readonly runId: string
  readonly webhooks: CreatedWebhooks
  /** Ids of conversations, with whether they are known to be closed. */
  readonly #closed = new Map<string, boolean>()
  #count = 0
  /** Random digits of phone numbers: they keep two runs on one server apart. */
  readonly #digits = String(Math.floor(Math.random() * 10_000_000)).padStart(7, '0')
  #unnamed = 0
  /** Number of creations without a response. */
  #missed = 0

  constructor(runId: string) {
    this.runId = runId
    this.webhooks = new CreatedWebhooks(runId)
  }

  /** A body for `POST /conversations`, marked as this run's, with a new contact. */
  newConversation(channelId: string, fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const number = ++this.#count
    const contact = { name: `linktor-mock ${this.runId} ${number}`, ...this.newAddress(number) }
    return {
      channelId,
      ...('contactId' in fields ? {} : { contact }),
      tags: ['linktor-mock'],
      ...fields,
      metadata: { source: 'linktor-mock', runId: this.runId, ...Object(fields['metadata']) },
    }
  }

  /** A phone and an email that no contact uses. */
  newAddress(number = ++this.#count): { readonly phone: string; readonly email: string } {
    return { phone: `+1555${this.#digits}${String(number).padStart(4, '0')}`, email: `linktor-mock.${this.runId}.${number}@example.com` }
  }

  /** Records what an exchange created, closed or reopened, from its response; a response without a status counts as reopened. */
  note(exchange: Exchange): void {
    this.webhooks.note(exchange)
    const { method, path, answer } = exchange
    if (answer.status >= 500 && method === 'POST' && path === '/conversations') this.#unnamed++ // it may have created one
    if (answer.status >= 300 || (method !== 'POST' && method !== 'PATCH')) return
    const [its, changed, action] = /^\/conversations(?![^/?])(?:\/([^/?]+)(\/[a-z]+)?)?/.exec(path) ?? []
    if (its === undefined) return
    const id = changed === undefined ? textIn(answer.body, 'data', 'id') : decodeURIComponent(changed)
    if (id === undefined) this.#unnamed++
    if (id === undefined || (changed !== undefined && !this.#closed.has(id))) return
    const status = textIn(answer.body, 'data', 'attributes', 'status')
    if (status !== undefined) this.#closed.set(id, status === 'closed')
    else if (action !== '/assign' && action !== '/transfer') this.#closed.set(id, action === '/close')
  }

  /** Records a request that got no response: it may have created a conversation all the same. */
  miss(sent: RuleRequest): void {
    this.webhooks.miss(sent)
    if (sent.method === 'POST' && sent.path === '/conversations') this.#missed++
  }

  /** Whether this run created a conversation: only those may be changed. */
  has(id: string): boolean {
    return this.#closed.has(id)
  }

  /** Every conversation that this run has created. */
  all(): readonly string[] {
    return [...this.#closed.keys()]
  }

  /** Ids that are not known to be closed. */
  open(): readonly string[] {
    return [...this.#closed].filter(([, closed]) => !closed).map(([id]) => id)
  }

  /** Number of creations whose response had no id, so that they cannot be cleaned up. */
  get unnamed(): number {
    return this.#unnamed
  }

  /**
   * Closes open conversations and deletes webhooks, some concurrently. Conversations that cannot be closed stay in {@link CreatedResources.open}, webhooks
   * that cannot be deleted in {@link CreatedWebhooks.left}.
   */
  async closeAll(wire: Wire): Promise<void> {
    await this.webhooks.deleteAll(wire, CONCURRENCY) // first, so that they do not receive the closing events
    if (this.#missed + this.#unnamed > 0) await this.#findLost(wire).catch(() => {}) // they stay open and are reported
    const ids = this.open().values()
    const closeSome = async (): Promise<void> => {
      for (const id of ids) await this.#closeAfterBlips(id, wire).catch(() => {}) // it stays open and is reported
    }
    await Promise.all(Array.from({ length: CONCURRENCY }, closeSome))
  }

  /** Finds conversations of this run whose creation got no response with an id, by their mark, among the newest of the server. */
  async #findLost(wire: Wire): Promise<void> {
    const name = encodeURIComponent(`linktor-mock ${this.runId}`)
    for (const query of [`search=${name}`, 'sortBy=createdAt&sortOrder=desc']) {
      for (let page = 1; page <= SEARCHED_PAGES; page++) {
        const { answer } = await wire.send({ method: 'GET', path: `/conversations?${query}&page=${page}&perPage=100` })
        const items = at(answer.body, 'data')
        if (!Array.isArray(items)) break
        for (const item of items) {
          const id = textIn(item, 'id')
          if (id !== undefined && !this.#closed.has(id) && textIn(item, 'attributes', 'metadata', 'runId') === this.runId) {
            this.#closed.set(id, textIn(item, 'attributes', 'status') === 'closed')
          }
        }
        if (items.length < 100) break
      }
    }
  }

  /** A server that is away for a moment, such as for a restart, is asked again. */
  async #closeAfterBlips(id: string, wire: Wire): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#close(id, wire)
      } catch (error) {
        if (!(error instanceof Unreachable) || tries === CLOSE_TRIES) throw error
        await new Promise((resolve) => setTimeout(resolve, BLIP_MILLISECONDS))
      }
    }
  }

  /** A server may reject closing a closed conversation, so its status is read then. */
  async #close(id: string, wire: Wire): Promise<void> {
    const path = `/conversations/${encodeURIComponent(id)}`
    const body = JSON.stringify({ reason: 'linktor-mock is done with it' })
    const closed = await wire.send({ method: 'POST', path: `${path}/close`, body })
    this.note(closed)
    if (closed.answer.status < 400) return
    const { answer } = await wire.send({ method: 'GET', path })
    if (textIn(answer.body, 'data', 'attributes', 'status') === 'closed') this.#closed.set(id, true)
  }
}

/** Pages of 100 conversations in which lost ones are looked for. */
const SEARCHED_PAGES = 5
const CLOSE_TRIES = 3
const BLIP_MILLISECONDS = 1000
/** Number of concurrent requests of the cleanup. */
const CONCURRENCY = 24

function textIn(body: unknown, ...path: readonly string[]): string | undefined {
  const found = at(body, ...path)
  return typeof found === 'string' ? found : undefined
}
