import type { components } from '../src/generated/openapi.js'
import { at } from './at.js'
import { harmlessUrl } from './harmless-url.js'
import type { ContractOptions } from './options.js'
import { Skipped } from './skipped.js'
import type { Wire } from './wire.js'

type Schemas = components['schemas']
type Item = Schemas['ConversationListItem']

/** An id that exists on no server. */
export const UNKNOWN_ID = 'linktor-mock-does-not-exist'

/** Existing data of a server: configured ids, or else ids found in its list. */
export class Target {
  readonly #options: ContractOptions
  readonly #wire: Wire
  #items: Promise<readonly Item[]> | undefined
  #agents: Promise<readonly Schemas['Participant'][]> | undefined

  constructor(options: ContractOptions, wire: Wire) {
    this.#options = options
    this.#wire = wire
  }

  /** Some conversations of the server, as the list shows them. */
  async conversations(): Promise<readonly Item[]> {
    const items = await this.items()
    if (items.length === 0) throw new Skipped('there is no conversation on the server')
    return items
  }

  /** A channel to create conversations on. */
  async channelId(): Promise<string> {
    return this.#found(
      this.#options.channelId,
      'channel',
      '--channel-id',
      (await this.items()).map(({ attributes }) => attributes?.channel?.id),
    )
  }

  /** A contact that exists. */
  async contactId(): Promise<string> {
    return this.#found(
      this.#options.contactId,
      'contact',
      '--contact-id',
      (await this.items()).map(({ attributes }) => attributes?.contact?.id),
    )
  }

  /** A user to assign to. */
  async userId(): Promise<string> {
    return this.#found(this.#options.userId, 'user', '--user-id', await this.#users())
  }

  /** Another user than {@link Target.userId}. */
  async otherUserId(): Promise<string> {
    const userId = await this.userId()
    const others = (await this.#users()).filter((id) => id !== userId)
    return this.#found(this.#options.otherUserId, 'second user', '--other-user-id', others)
  }

  /** A bot. */
  async botId(): Promise<string> {
    const assignees = (await this.items()).map(({ attributes }) => attributes?.assignee)
    const bots = assignees.filter((assignee) => assignee?.type === 'bot').map((assignee) => assignee?.id)
    const given = this.#options.botId
    const participants = given === undefined && bots.length === 0 ? await this.#participants() : []
    return this.#found(given, 'bot', '--bot-id', [...bots, ...participants.filter(({ type }) => type === 'bot').map(({ id }) => id)])
  }

  /** Where a webhook may point to. */
  webhookUrl(): string {
    return this.#options.webhookUrl ?? harmlessUrl(this.#options.baseUrl)
  }

  /** Whether the URL is unreachable, so that no delivery can succeed. */
  get isWebhookUrlUnreachable(): boolean {
    return this.#options.webhookUrl === undefined
  }

  /** Both ends of the list, read once: one end alone may contain only what earlier runs created. */
  items(): Promise<readonly Item[]> {
    this.#items ??= Promise.all([
      this.#read<Item>('/conversations?perPage=100'),
      this.#read<Item>('/conversations?perPage=100&sortOrder=asc'),
    ])
      .then((ends) => [...new Map(ends.flat().map((item) => [item.id, item])).values()])
      .catch((error) => {
        this.#items = undefined // a missing response fails one rule, not all
        throw error
      })
    return this.#items
  }

  async #users(): Promise<readonly (string | undefined)[]> {
    const assignees = (await this.items()).map(({ attributes }) => attributes?.assignee)
    const users = [...new Set(assignees.filter((assignee) => assignee?.type === 'user').map((assignee) => assignee?.id))]
    if (users.length > 1) return users
    return [...users, ...(await this.#participants()).filter(({ type }) => type === 'user').map(({ id }) => id)]
  }

  /** Participants of the first conversations. */
  #participants(): Promise<readonly Schemas['Participant'][]> {
    this.#agents ??= this.items()
      .then(async (items) => {
        const paths = items.slice(0, 10).map(({ id }) => `/conversations/${encodeURIComponent(id)}/participants`)
        return (await Promise.all(paths.map((path) => this.#read<Schemas['Participant']>(path)))).flat()
      })
      .catch((error) => {
        this.#agents = undefined
        throw error
      })
    return this.#agents
  }

  /** Returns an empty list if `data` is not one; rules check the rest of the response. */
  async #read<T>(path: string): Promise<readonly T[]> {
    const { answer } = await this.#wire.send({ method: 'GET', path })
    const data = at(answer.body, 'data')
    return Array.isArray(data) ? data : []
  }

  #found(given: string | undefined, what: string, option: string, candidates: readonly (string | undefined)[]): string {
    const id = given ?? candidates.find((candidate) => candidate !== undefined)
    if (id === undefined) throw new Skipped(`no ${what} was found on the server; name one by ${option}`)
    return id
  }
}
