import type { components } from '../../src/generated/openapi.js'
import type { Mock } from '../../src/index.js'
import { eventProblems, responseProblems } from './conformance.js'
import type { SentRequest, Transport } from './transport.js'

type Schemas = components['schemas']

export interface CallOptions {
  /** Sent as JSON; text and bytes are sent unchanged. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** API key; `null` sends none. */
  readonly key?: string | null
  /** Set when the response status is, on purpose, not one that the spec documents for the operation. */
  readonly undocumented?: boolean
}

export interface ClientResponse {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Parsed; `undefined` without a body. */
  readonly body: unknown
}

/** An error without its message. */
export interface ErrorSummary {
  readonly status: number
  readonly code: string
  /** Fields of `details`, in order. */
  readonly fields: readonly string[]
}

/** A client of the API that validates every response, and every event of the mock, against the spec. */
export interface Client {
  readonly mock: Mock
  call(method: string, path: string, options?: CallOptions): Promise<ClientResponse>
  /** Makes a call that must be rejected. */
  rejected(method: string, path: string, options?: CallOptions): Promise<ErrorSummary>
  /** The details of a rejected call, by field. */
  reasons(method: string, path: string, options?: CallOptions): Promise<Readonly<Record<string, string>>>
  /** A conversation as returned by GET. */
  conversation(id: string, query?: string): Promise<Schemas['Conversation']>
  /** A page of the list: ids in order, and the pagination. */
  list(query?: string): Promise<{ readonly ids: readonly string[]; readonly pagination: Schemas['Pagination'] }>
  /** Ids of the participants, in order. */
  participants(id: string): Promise<readonly string[]>
  /** Names of the events so far, oldest first. */
  events(): readonly string[]
  close(): Promise<void>
}

export const KEY = 'YOUR_API_KEY'

export async function connect(transport: Transport, mock: Mock): Promise<Client> {
  const connection = await transport.connect(mock)
  const badEvents: string[] = []
  const stop = mock.events.on('*', (event) => {
    badEvents.push(...eventProblems(event).map((departure) => `${event.event}: ${departure}`))
  })

  return {
    mock,
    call,
    async rejected(method, path, options) {
      const { status, error } = await rejectedCall(method, path, options)
      return { status, code: error.code, fields: (error.details ?? []).map(({ field }) => field) }
    },
    async reasons(method, path, options) {
      const { error } = await rejectedCall(method, path, options)
      return Object.fromEntries((error.details ?? []).map(({ field, message }) => [field, message]))
    },
    async conversation(id, query = '') {
      const { data } = await read<Schemas['ConversationResponse']>(`/conversations/${id}${query}`)
      return data
    },
    async list(query = '') {
      const { data, meta } = await read<Schemas['ConversationListResponse']>(`/conversations${query}`)
      return { ids: data.map(({ id }) => id), pagination: meta.pagination }
    },
    async participants(id) {
      const { data } = await read<Schemas['ParticipantListResponse']>(`/conversations/${id}/participants`)
      return data.map((participant) => participant.id)
    },
    events: () => mock.events.all().map(({ event }) => event),
    async close() {
      stop()
      await connection.close()
      fail('events depart from the spec', badEvents)
    },
  }

  async function call(method: string, path: string, options: CallOptions = {}): Promise<ClientResponse> {
    const request = requestOf(method, path, options)
    const response = await connection.send(request)
    const found = responseProblems(request, response, { undocumented: options.undocumented ?? false })
    fail(`${method} ${path} is answered ${response.status} ${response.text.slice(0, 500)}, which departs from the spec`, found)
    return { status: response.status, headers: response.headers, body: response.text === '' ? undefined : JSON.parse(response.text) }
  }

  /** `T` is the type that the spec documents for this response; `call` has validated it. */
  async function read<T>(path: string): Promise<T> {
    const { status, body } = await call('GET', path)
    if (status !== 200) throw new Error(`GET ${path} is answered ${status} ${JSON.stringify(body)}`)
    return body as T
  }

  async function rejectedCall(
    method: string,
    path: string,
    options?: CallOptions,
  ): Promise<{ readonly status: number; readonly error: Schemas['ErrorResponse']['error'] }> {
    const { status, body } = await call(method, path, options)
    if (status < 400) throw new Error(`${method} ${path} is answered ${status}, not refused`)
    return { status, error: (body as Schemas['ErrorResponse']).error } // `call` has held it against the envelope
  }
}

/** The id of the resource in a successful response. */
export function idOf({ body }: ClientResponse): string {
  return (body as { readonly data: { readonly id: string } }).data.id // all single resources of the spec have one
}

function requestOf(method: string, path: string, { body, headers = {}, key = KEY }: CallOptions): SentRequest {
  const raw = body === undefined || typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
  return {
    method,
    path,
    headers: {
      ...(key !== null && { authorization: `Bearer ${key}` }),
      ...(raw !== undefined && { 'content-type': 'application/json' }),
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    },
    body: raw,
  }
}

function fail(what: string, responseProblems: readonly string[]): void {
  if (responseProblems.length > 0) throw new Error([`${what}:`, ...responseProblems].join('\n  '))
}
