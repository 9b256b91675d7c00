import { expect } from 'vitest'

interface WriteRequest {
  readonly method: 'POST' | 'PATCH'
  readonly path: string
  readonly body: object
  readonly key?: string
}

interface WriteResponse {
  readonly status: number
  readonly replayed: boolean
  readonly data: { readonly id: string; readonly attributes: { readonly metadata: { readonly n?: number }; readonly messageCount: number } }
}

/** A client that writes sequentially, and records which writes were acknowledged. */
export class Writer {
  readonly #name: string
  readonly #id: string
  /** The last acknowledged number. */
  #n = 0
  #ids: string[]
  #messages = 0
  /** The request that was open when the connection was cut: it is applied completely or not at all. */
  #inDoubt: WriteRequest | undefined
  #count = 0
  stopped: Promise<void> = Promise.resolve()

  private constructor(name: string, id: string) {
    this.#name = name
    this.#id = id
    this.#ids = [id]
  }

  static async at(url: string, name: string): Promise<Writer> {
    const { data } = await ask(url, creation(name, 0))
    return new Writer(name, data.id)
  }

  /** Writes until no response comes any more. */
  writeUntilCut(url: string, acknowledged: () => void): Promise<void> {
    this.stopped = this.#write(url, acknowledged)
    return this.stopped
  }

  async #write(url: string, acknowledged: () => void): Promise<void> {
    for (;;) {
      const request = this.#next()
      this.#inDoubt = request
      let response: WriteResponse
      try {
        response = await ask(url, request)
      } catch {
        return
      }
      this.#acknowledge(request, response)
      acknowledged()
    }
  }

  #next(): WriteRequest {
    const kind = this.#count++ % 3
    if (kind === 0) return creation(this.#name, this.#count)
    if (kind === 1) return { method: 'PATCH', path: `/conversations/${this.#id}`, body: { metadata: { n: this.#n + 1 } } }
    const toAssigneeId = this.#messages % 2 === 0 ? 'user_789' : 'user_456'
    const body = { toAssigneeId, reason: 'r', notifyContact: true }
    return { method: 'POST', path: `/conversations/${this.#id}/transfer`, body, key: `${this.#name}-${this.#count}` }
  }

  #acknowledge({ path, method }: WriteRequest, { status, data }: WriteResponse): void {
    expect(status).toBeLessThan(300)
    this.#inDoubt = undefined
    if (method === 'PATCH') this.#n++
    else if (path === '/conversations') this.#ids.push(data.id)
    else this.#messages++
  }

  /** Checks that all acknowledged writes are present; repeats the open request if it was not applied. */
  async expectKept(url: string): Promise<void> {
    const before = await this.#conversation(url)
    const request = this.#inDoubt
    if (request?.method === 'PATCH') {
      expect([this.#n, this.#n + 1]).toContain(before.n)
      this.#n = before.n
      this.#inDoubt = undefined
    } else {
      expect(before.n).toBe(this.#n)
    }
    if (request?.method === 'POST') {
      const response = await ask(url, request)
      if (request.path !== '/conversations') expect(before.messages).toBe(this.#messages + Number(response.replayed))
      this.#acknowledge(request, response)
    }
    expect((await this.#conversation(url)).messages).toBe(this.#messages)
  }

  /** The conversations that must exist. */
  get ids(): readonly string[] {
    return this.#ids
  }

  async #conversation(url: string): Promise<{ readonly n: number; readonly messages: number }> {
    const reply = await fetch(`${url}/conversations/${this.#id}?includeMessages=true&messageLimit=100`, { headers: HEADERS })
    const { data } = await reply.json()
    const { metadata, messageCount } = data.attributes
    expect(data.relationships.messages.length).toBe(Math.min(100, messageCount))
    return { n: metadata.n ?? 0, messages: messageCount }
  }
}

const HEADERS = { authorization: 'Bearer key', 'content-type': 'application/json' }

function creation(name: string, count: number): WriteRequest {
  const [a = 0, b = 0] = name.split('-').map(Number)
  const phone = `+35191${String((a * 10 + b) * 10_000 + count).padStart(7, '0')}`
  const body = { channelId: 'ch_xyz789', contact: { phone, name }, metadata: { n: 0 } }
  return { method: 'POST', path: '/conversations', body, key: `${name}-${count}` }
}

async function ask(url: string, { method, path, body, key }: WriteRequest): Promise<WriteResponse> {
  const headers = { ...HEADERS, ...(key !== undefined && { 'idempotency-key': key }) }
  const reply = await fetch(url + path, { method, headers, body: JSON.stringify(body) })
  const { data } = await reply.json()
  return { status: reply.status, replayed: reply.headers.get('idempotent-replayed') === 'true', data }
}

/** The ids of all conversations. */
export async function idsAt(url: string): Promise<string[]> {
  const ids: string[] = []
  for (let page = 1; ; page++) {
    const reply = await fetch(`${url}/conversations?perPage=100&page=${page}`, { headers: HEADERS })
    const { data, meta } = await reply.json()
    ids.push(...data.map(({ id }: { readonly id: string }) => id))
    if (page >= meta.pagination.totalPages) return ids
  }
}
