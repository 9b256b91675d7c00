import { at } from './at.js'
import { CreatedWebhooks } from './created-webhooks.js'
import type { Exchange } from './exchange.js'
import type { RuleRequest, Wire } from './wire.js'

/** What a run has created on the server. */
export class CreatedResources {
  readonly runId: string
  readonly webhooks: CreatedWebhooks
  /** Ids of conversations, with whether they are known to be closed. */
  readonly #closed = new Map<string, boolean>()
  #count = 0
  /** As many as a phone number has room for beside the count: two runs on one server hardly ever have the same. */
  readonly #digits = String(Math.floor(Math.random() * 10_000_000)).padStart(7, '0')
  #unnamed = 0

  constructor(runId: string) {
    this.runId = runId
    this.webhooks = new CreatedWebhooks(runId)
  }

  /** A body for `POST /conversations`, marked as this run's, with a contact that nobody has. */
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

  /** A phone and an email that no contact has. */
  newAddress(number = ++this.#count): { readonly phone: string; readonly email: string } {
    return { phone: `+1555${this.#digits}${String(number).padStart(4, '0')}`, email: `linktor-mock.${this.runId}.${number}@example.com` }
  }

  /** Remembers what an exchange has created, closed or opened, as its answer tells; one that tells no status may have opened it. */
  note(exchange: Exchange): void {
    this.webhooks.note(exchange)
    const { method, path, answer } = exchange
    if (answer.status >= 500 && method === 'POST' && path === '/conversations') this.#unnamed++ // who knows what it has done
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

  /** Remembers that a request was sent, and no answer came. */
  miss(sent: RuleRequest): void {
    this.webhooks.miss(sent)
  }

  /** Whether this run created a conversation: only those may be changed. */
  has(id: string): boolean {
    return this.#closed.has(id)
  }

  /** Every conversation that this run has created. */
  all(): readonly string[] {
    return [...this.#closed.keys()]
  }

  /** Those that are not known to be closed. */
  open(): readonly string[] {
    return [...this.#closed].filter(([, closed]) => !closed).map(([id]) => id)
  }

  /** How many creations succeeded with an answer that has no id in it, so that nothing more can be done about what they created. */
  get unnamed(): number {
    return this.#unnamed
  }

  /**
   * Closes what is open, and deletes what webhooks there are, some at a time. What cannot be closed stays in {@link CreatedResources.open}, what
   * cannot be deleted in {@link CreatedWebhooks.left}.
   */
  async closeAll(wire: Wire): Promise<void> {
    await this.webhooks.deleteAll(wire, CONCURRENCY) // first, so that they are not sent that something was closed
    const ids = this.open().values()
    const closeSome = async (): Promise<void> => {
      for (const id of ids) await this.#close(id, wire).catch(() => {}) // it stays open, and is told of as such
    }
    await Promise.all(Array.from({ length: CONCURRENCY }, closeSome))
  }

  /** A server may refuse to close what is closed: whether it is, it has to be asked. */
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

/** So many are closed, or deleted, at the same time. */
const CONCURRENCY = 24

function textIn(body: unknown, ...path: readonly string[]): string | undefined {
  const found = at(body, ...path)
  return typeof found === 'string' ? found : undefined
}
