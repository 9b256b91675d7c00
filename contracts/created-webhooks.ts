import { at } from './at.js'
import type { Exchange } from './exchange.js'
import type { RuleRequest, Wire } from './wire.js'

/** A path with the id of a webhook: `/webhooks/wh_1/test`. */
const OF_ONE = /^\/webhooks\/([^/?]+)(\/[^?]+)?/

/** The webhooks that a run has created on the server. */
export class CreatedWebhooks {
  readonly #runId: string
  /** By id: whether it still exists, as far as known. */
  readonly #there = new Map<string, boolean>()
  #count = 0
  #unnamed = 0

  constructor(runId: string) {
    this.#runId = runId
  }

  /** A body for `POST /webhooks`, marked as this run's, subscribed to tests only. */
  newWebhook(url: string, fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    return { url, events: ['test.ping'], description: `${this.mark} ${++this.#count}`, ...fields }
  }

  /** Prefix of every description. */
  get mark(): string {
    return `linktor-mock ${this.#runId}`
  }

  /** Records what an exchange created or deleted. */
  note({ method, path, answer }: Exchange): void {
    const [, changed, action] = OF_ONE.exec(path) ?? []
    if (method === 'DELETE' && action === undefined && changed !== undefined && answer.status < 300) this.#gone(decodeURIComponent(changed))
    if (method !== 'POST' || !isTheList(path)) return
    const id = at(answer.body, 'data', 'id')
    if (answer.status < 300 && typeof id === 'string') this.#there.set(id, true)
    else if (answer.status < 300 || answer.status >= 500) this.#unnamed++
  }

  /** Records a request that got no response. */
  miss({ method, path }: RuleRequest): void {
    if (method === 'POST' && isTheList(path)) this.#unnamed++
  }

  /** Whether this run created a webhook: only those may be changed. */
  has(id: string): boolean {
    return this.#there.has(id)
  }

  /** Every webhook that this run has created. */
  all(): readonly string[] {
    return [...this.#there.keys()]
  }

  /** Ids that are not known to be deleted. */
  left(): readonly string[] {
    return [...this.#there].filter(([, there]) => there).map(([id]) => id)
  }

  /**
   * Deletes the remaining webhooks, some concurrently. If a response had no id, the list is searched for the mark of this run.
   * Webhooks that cannot be deleted stay in {@link CreatedWebhooks.left}.
   *
   * @param concurrency - number of concurrent requests
   */
  async deleteAll(wire: Wire, concurrency: number): Promise<void> {
    if (this.#unnamed > 0) await this.#findMarked(wire).catch(() => {}) // webhooks that are not found cannot be reported either
    const ids = this.left().values()
    const deleteSome = async (): Promise<void> => {
      for (const id of ids) await this.#delete(id, wire).catch(() => {}) // it stays and is reported
    }
    await Promise.all(Array.from({ length: concurrency }, deleteSome))
  }

  async #delete(id: string, wire: Wire): Promise<void> {
    const deleted = await wire.send({ method: 'DELETE', path: `/webhooks/${encodeURIComponent(id)}` })
    this.note(deleted)
    if (deleted.answer.status === 404) this.#gone(id)
  }

  async #findMarked(wire: Wire): Promise<void> {
    for (let page = 1, pages = 1; page <= pages; page++) {
      const { body } = (await wire.send({ method: 'GET', path: `/webhooks?perPage=100&page=${page}` })).answer
      const [data, totalPages] = [at(body, 'data'), at(body, 'meta', 'pagination', 'totalPages')]
      for (const item of Array.isArray(data) ? data : []) {
        const [id, description] = [at(item, 'id'), at(item, 'attributes', 'description')]
        const isOurs = typeof description === 'string' && description.startsWith(`${this.mark} `)
        if (isOurs && typeof id === 'string' && !this.has(id)) this.#there.set(id, true)
      }
      pages = typeof totalPages === 'number' ? Math.min(totalPages, MAX_PAGES) : 1
    }
    this.#unnamed = 0
  }

  #gone(id: string): void {
    if (this.has(id)) this.#there.set(id, false)
  }
}

/** Maximum number of pages to search for marked webhooks. */
const MAX_PAGES = 50

function isTheList(path: string): boolean {
  return path.split('?')[0] === '/webhooks'
}
