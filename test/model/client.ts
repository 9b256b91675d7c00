import type { ApiRequest } from '../../src/api-request.js'
import type { ModelRequest } from './model.js'
import { smallWorld } from './small-world.js'
import type { Fields, Pick, Step } from './steps.js'

/** Turns steps into requests about existing records: it learns new ids from responses, as any client does. */
export class Client {
  readonly #conversations: string[]
  readonly #contacts: string[]
  readonly #posts: ModelRequest[]

  constructor(
    conversations: readonly string[] = smallWorld.conversations.map(({ id }) => id),
    contacts: readonly string[] = smallWorld.contacts.map(({ id }) => id),
    posts: readonly ModelRequest[] = [],
  ) {
    this.#conversations = [...conversations]
    this.#contacts = [...contacts]
    this.#posts = [...posts]
  }

  get conversations(): readonly string[] {
    return this.#conversations
  }

  /** A copy with the same knowledge, independent from now on. */
  fork(): Client {
    return new Client(this.#conversations, this.#contacts, this.#posts)
  }

  /** The request of a step; `undefined` when there is nothing yet to repeat. */
  request({ ask }: Step): ModelRequest | undefined {
    if ('again' in ask) return this.#again(ask.again, ask.otherBody)
    const { method, action = '', conversation, contact, query = {}, body, idempotencyKey } = ask
    const id = conversation === undefined ? '' : `/${picked(conversation, this.#conversations, 'conv_nobody')}`
    const ofContact = contact === undefined ? {} : { contactId: picked(contact, this.#contacts, 'contact_nobody') }
    const request: ModelRequest = {
      method,
      path: `/conversations${id}${action}`,
      query: asText(method === 'GET' ? { ...query, ...ofContact } : query),
      body: typeof body === 'object' ? present({ ...body, ...ofContact }) : body,
      idempotencyKey,
    }
    if (method === 'POST') this.#posts.push(request)
    return request
  }

  learn(conversation: string | undefined, contact: string | undefined): void {
    if (conversation !== undefined && !this.#conversations.includes(conversation)) this.#conversations.push(conversation)
    if (contact !== undefined && !this.#contacts.includes(contact)) this.#contacts.push(contact)
  }

  #again(nth: number, otherBody: boolean): ModelRequest | undefined {
    const request = this.#posts[nth % Math.max(1, this.#posts.length)]
    if (request === undefined || !otherBody || typeof request.body !== 'object') return request
    return { ...request, body: { ...request.body, other: true } }
  }
}

/** The request in the form that adapters use. */
export function toApiRequest({ method, path, query, body, idempotencyKey }: ModelRequest): ApiRequest {
  const search = String(new URLSearchParams(query))
  return {
    method,
    path: search === '' ? path : `${path}?${search}`,
    headers: { authorization: 'Bearer key', 'idempotency-key': idempotencyKey },
    body: body === undefined ? undefined : JSON.stringify(body),
  }
}

/** The request as one line of text. */
export function lineOf(request: ModelRequest): string {
  const { method, path, body } = toApiRequest(request)
  const key = request.idempotencyKey === undefined ? '' : ` (Idempotency-Key: ${request.idempotencyKey})`
  return `${method} ${path}${body === undefined ? '' : ` ${body}`}${key}`
}

function picked(pick: Pick, ids: readonly string[], nobody: string): string {
  return (pick === 'nobody' ? undefined : ids[pick % ids.length]) ?? nobody
}

function asText(fields: Fields): Record<string, string> {
  return Object.fromEntries(Object.entries(present(fields)).map(([name, value]) => [name, String(value)]))
}

function present(fields: Fields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
