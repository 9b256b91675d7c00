import { isDeepStrictEqual } from 'node:util'
import type { Mock } from '../../src/mock/create-mock.js'
import { Client, lineOf, toApiRequest } from './client.js'
import { expectContract, expectEventContract } from './contract.js'
import { frozenMock } from './frozen-mock.js'
import { at, idAt, isContainer } from './json.js'
import { type MadeIds, Model, type ModelRequest, type ModelResponse } from './model.js'
import { DescribedFailure } from './runs.js'
import { NOW, smallWorld } from './small-world.js'
import type { Step } from './steps.js'

/** A mock and a model of the same world, which get the same requests at the same times. */
export class Agreement {
  readonly #mock: Mock
  readonly #model: Model
  readonly #lines: string[] = []
  readonly #client = new Client()
  #eventsSeen = 0

  private constructor(mock: Mock, model: Model) {
    this.#mock = mock
    this.#model = model
  }

  static async start(): Promise<Agreement> {
    return new Agreement(frozenMock(), await Model.of(smallWorld))
  }

  /** @throws Disagreement if the responses or the events differ */
  async take(step: Step): Promise<void> {
    this.#mock.clock.advance(step.wait)
    const request = this.#client.request(step)
    if (request === undefined) return
    this.#lines.push(`${waited(step.wait)}${lineOf(request)}`)
    await this.#compare(request)
  }

  /** Reads everything, to detect changes that no response showed. */
  async audit(): Promise<void> {
    const lists = ['createdAt', 'updatedAt', 'lastMessageAt', 'messageCount', 'unreadCount'].flatMap((sortBy) =>
      ['asc', 'desc'].map((sortOrder) => ({ sortBy, sortOrder, perPage: '100' })),
    )
    const searches = ['john', 'SMITH', 'somebody else', 'transferred to', 'order'].map((search) => ({ search, perPage: '100' }))
    const reads: ModelRequest[] = [
      ...[...lists, ...searches].map((query) => ({ method: 'GET', path: '/conversations', query })),
      ...this.#client.conversations.flatMap((id) => [
        { method: 'GET', path: `/conversations/${id}`, query: { includeMessages: 'true', messageLimit: '100' } },
        { method: 'GET', path: `/conversations/${id}/participants`, query: {} },
      ]),
    ]
    for (const read of reads) {
      this.#lines.push(lineOf(read))
      await this.#compare(read)
      this.#lines.pop()
    }
  }

  /** Adds the preceding requests to every error. */
  async #compare(request: ModelRequest): Promise<void> {
    try {
      await this.#compareResponses(request)
    } catch (thrown) {
      throw thrown instanceof Disagreement ? thrown : new Disagreement(this.#lines, String(thrown).split('\n'))
    }
  }

  async #compareResponses(request: ModelRequest): Promise<void> {
    const reply = this.#askMock(request)
    const made = this.#madeIds(request, reply)
    const expected = await this.#model.respond(request, this.#mock.clock.now().getTime(), made)
    this.#lines.push(`${this.#lines.pop()} → ${reply.status}${codeOf(reply.body)}`)
    this.#require(differences(reply, expected))
    this.#require(this.#eventDifferences())
  }

  #askMock(request: ModelRequest): ModelResponse {
    const response = this.#mock.handle(toApiRequest(request))
    const body = expectContract(response.notes.operationId, response)
    return { status: response.status, body: response.status < 400 ? body : withoutMessages(body) }
  }

  /** Records that a request added, from its response; the notice to a contact, which no response shows, is read from the conversation. */
  #madeIds(request: ModelRequest, { status, body }: ModelResponse): MadeIds {
    if (status >= 400) return {}
    if (status === 201) {
      const conversation = idAt(body, 'data')
      const contact = idAt(body, 'data', 'attributes', 'contact')
      this.#client.learn(conversation, contact)
      return { conversation, contact }
    }
    if (!request.path.endsWith('/transfer')) return {}
    const path = request.path.replace('/transfer', '')
    const read = this.#askMock({ method: 'GET', path, query: { includeMessages: 'true', messageLimit: '1' } })
    return { message: idAt(read.body, 'data', 'relationships', 'messages', '0') }
  }

  #eventDifferences(): string[] {
    const all = this.#mock.events.all()
    const events = all.slice(this.#eventsSeen).map((event) => {
      expectEventContract(event)
      const { timestamp, data } = event
      return { event: event.event, timestamp, data }
    })
    const expected = this.#model.events.slice(this.#eventsSeen)
    this.#eventsSeen = all.length
    return differences({ events }, { events: expected })
  }

  #require(differing: readonly string[]): void {
    if (differing.length > 0) throw new Disagreement(this.#lines, differing)
  }
}

/** A difference between the mock and the model, with all previous requests. */
export class Disagreement extends DescribedFailure {
  constructor(lines: readonly string[], differing: readonly string[]) {
    super([`From ${NOW} on:`, ...lines.map((line) => `  ${line}`), 'Then:', ...differing.map((line) => `  ${line}`)].join('\n'))
    this.name = 'Disagreement'
  }
}

function waited(milliseconds: number): string {
  if (milliseconds === 0) return ''
  const hours = Math.floor(milliseconds / 3_600_000)
  const minutes = Math.floor(milliseconds / 60_000) % 60
  const seconds = (milliseconds / 1000) % 60
  return `${[hours && `${hours} h`, minutes && `${minutes} min`, seconds && `${seconds} s`].filter(Boolean).join(' ')} later `
}

/** An error without its texts: the code, and the fields of its details. */
function withoutMessages(body: unknown): unknown {
  const error = at(body, 'error')
  const details = at(error, 'details')
  const fields = Array.isArray(details) ? details.map((detail: unknown) => at(detail, 'field')).toSorted() : undefined
  return { error: { code: at(error, 'code'), ...(fields && { details: fields }) } }
}

function codeOf(body: unknown): string {
  const code = at(body, 'error', 'code')
  return code === undefined ? '' : ` ${code}`
}

/** The differences between two JSON values, one line each. */
function differences(fake: unknown, model: unknown, place = ''): string[] {
  if (isDeepStrictEqual(fake, model)) return []
  if (!isContainer(fake) || !isContainer(model)) {
    return [`${place}: the fake says ${written(fake)}, the model ${written(model)}`]
  }
  const names = [...new Set([...Object.keys(fake), ...Object.keys(model)])]
  const inner = names.flatMap((name) =>
    differences(Reflect.get(fake, name), Reflect.get(model, name), place === '' ? name : `${place}.${name}`),
  )
  return inner.length > 0 ? inner : [`${place}: the fake says ${written(fake)}, the model ${written(model)}`]
}

function written(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value)
}
