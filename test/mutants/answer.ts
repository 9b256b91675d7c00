import type { components } from '../../src/index.js'

type Schemas = components['schemas']

/** A mutable copy. */
export type Draft<T> = T extends readonly (infer Item)[]
  ? Draft<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]?: Draft<T[Key]> | undefined }
    : T

/** Attributes of a conversation in any response. */
export type Attributes = Draft<Schemas['ConversationAttributes'] & Pick<Schemas['ConversationListItem']['attributes'], 'lastMessage'>> & {
  name?: string | undefined
  phone?: string | undefined
  email?: string | undefined
  role?: string | undefined
} & Draft<Omit<Schemas['WebhookAttributes'], 'status' | 'headers'> & Omit<Schemas['Delivery']['attributes'], 'status' | 'request'>> & {
    secret?: string | undefined
    headers?: Record<string, string> | undefined
    request?: { headers?: Record<string, string> } | undefined
  }
export type Message = Draft<Schemas['RelatedMessage']>

/** A conversation, a participant, a webhook or a delivery. */
export interface Resource {
  id: string
  type: string
  attributes: Attributes
  relationships?: { messages?: Message[] }
}

interface Body {
  data?: Resource | Resource[]
  meta?: { pagination?: Draft<Schemas['Pagination']>; requestId?: string }
  error?: { code?: string; message?: string; details?: { field?: string; message?: string }[] }
}

/** An answer of the mock on its way out, open to be changed. */
export class Answer {
  status: number
  readonly headers: Headers
  /** Sent instead of the body, where that is not to be JSON. */
  text?: string
  /** The result after pending deliveries to a webhook. */
  later?: Promise<Answer>
  #body: Body | string

  /** @param body - as text, it is parsed when it is looked at */
  constructor(status: number, body: Body | string, headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' }) {
    this.status = status
    this.#body = body
    this.headers = new Headers(headers)
  }

  static error(status: number, code: string): Answer {
    return new Answer(status, { error: { code, message: 'This server will not have it' } })
  }

  get body(): Body {
    if (typeof this.#body === 'string') {
      const parsed: Body = JSON.parse(this.#body || '{}')
      this.#body = parsed
    }
    return this.#body
  }

  set body(body: Body) {
    this.#body = body
  }

  get succeeded(): boolean {
    return this.status < 300
  }

  /** The resources of the response: none for an error. */
  get resources(): Resource[] {
    return this.body.data === undefined ? [] : [this.body.data].flat()
  }

  set resources(resources: Resource[]) {
    this.body.data = resources
  }

  get pagination(): Draft<Schemas['Pagination']> {
    return this.body.meta?.pagination ?? {}
  }

  response(): Response {
    const text = this.text ?? (typeof this.#body === 'string' ? this.#body : JSON.stringify(this.#body))
    return new Response(this.status === 204 || text === '' || text === '{}' ? null : text, { status: this.status, headers: this.headers })
  }
}
