import { isDeepStrictEqual } from 'node:util'
import { folded } from './folded.js'
import {
  type BotRecord,
  type ChannelRecord,
  type ContactRecord,
  type ConversationRecord,
  collectionOf,
  type MessageRecord,
  type UserRecord,
} from './records.js'
import type { World } from './small-world.js'
import {
  type AssignRequest,
  bodyChecks,
  type CloseRequest,
  type CreateRequest,
  isObject,
  queryChecks,
  type TransferRequest,
  type UpdateRequest,
} from './validation.js'

export interface ModelRequest {
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** As parsed from JSON; `undefined` when the request has none. */
  readonly body?: unknown
  readonly idempotencyKey?: string | undefined
}

/** The JSON body; for an error only its code and the fields of its details, since messages are for people. */
export interface ModelResponse {
  readonly status: number
  readonly body: unknown
}

export interface ModelEvent {
  readonly event: string
  readonly timestamp: string
  readonly data: unknown
}

/** The ids that the mock generated for new records. The model computes everything else itself. */
export interface MadeIds {
  readonly conversation?: string | undefined
  readonly contact?: string | undefined
  readonly message?: string | undefined
}

interface Replay {
  readonly key: string
  readonly request: Pick<ModelRequest, 'method' | 'path' | 'body'>
  readonly response: ModelResponse
  readonly at: number
}

interface Turn {
  readonly now: number
  readonly made: MadeIds
}

const SECOND = 1000
const HOUR = 3600 * SECOND
const DAY = 24 * HOUR

/**
 * A second, naive implementation of the Conversations API, written from the guide and `spec/README.md`: collections are scanned from end to
 * end, rules are applied one by one, and nothing is cached. The fast implementation must respond identically.
 */
export class Model {
  readonly events: ModelEvent[] = []
  readonly #users = collectionOf<UserRecord>()
  readonly #bots = collectionOf<BotRecord>()
  readonly #channels = collectionOf<ChannelRecord>()
  readonly #contacts = collectionOf<ContactRecord>()
  readonly #conversations = collectionOf<ConversationRecord>()
  readonly #messages = collectionOf<MessageRecord>()
  readonly #replays: Replay[] = []
  #writes = 0

  static async of(world: World): Promise<Model> {
    const model = new Model()
    for (const user of world.users) await model.#users.create(user)
    for (const bot of world.bots) await model.#bots.create(bot)
    for (const channel of world.channels) await model.#channels.create(channel)
    for (const contact of world.contacts) await model.#contacts.create(contact)
    for (const message of world.messages) await model.#messages.create(message)
    for (const { agentIds, metadata, tags, ...record } of world.conversations) {
      const assignee = record.assigneeId === undefined ? undefined : model.#user(record.assigneeId)
      await model.#conversations.create({
        ...record,
        agentIds: [...(agentIds ?? (assignee === undefined ? [] : [assignee.id]))],
        metadata: { ...metadata },
        tags: [...(tags ?? [])],
        written: ++model.#writes,
      })
    }
    return model
  }

  /** @param now - Unix milliseconds */
  async respond(request: ModelRequest, now: number, made: MadeIds = {}): Promise<ModelResponse> {
    await this.#endSnoozes(now)
    try {
      return asJson(await this.#respondOnce(request, { now, made }))
    } catch (errorResponse) {
      if (!(errorResponse instanceof ModelError)) throw errorResponse
      return errorResponse.response
    }
  }

  async #respondOnce(request: ModelRequest, turn: Turn): Promise<ModelResponse> {
    const { idempotencyKey: key, method, path, body } = request
    const isJsonObject = typeof body === 'object' && body !== null && !Array.isArray(body)
    if (body !== undefined && !isJsonObject) return this.#route(request, turn)() // rejected before any lookup
    const used = method === 'POST' && key !== undefined
    const replay = used ? this.#replays.findLast((other) => other.key === key && turn.now - other.at < DAY) : undefined
    if (replay !== undefined && isDeepStrictEqual(replay.request, { method, path, body })) return replay.response
    if (replay !== undefined) throw new ModelError(409, 'RESOURCE_ALREADY_EXISTS', ['Idempotency-Key'])
    const response = await this.#route(request, turn)()
    if (used) this.#replays.push({ key, request: { method, path, body }, response: asJson(response), at: turn.now })
    return response
  }

  /** Validates a request against the guide's tables; the returned function executes it. */
  #route({ method, path, query, body }: ModelRequest, turn: Turn): () => Promise<ModelResponse> {
    const [, id = '', action = ''] = /^\/conversations(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(path) ?? []
    switch (`${method} ${id && ':id'} ${action}`.trim()) {
      case 'GET':
        check(queryChecks.list(query, ''))
        return async () => this.#list(query)
      case 'GET :id':
        check(queryChecks.get(query, ''))
        return async () => this.#get(id, query)
      case 'GET :id participants':
        return async () => this.#participants(id)
      case 'POST':
        requireBody<CreateRequest>(body, bodyChecks.create)
        return () => this.#create(body, turn)
      case 'PATCH :id':
        requireBody<UpdateRequest>(body, bodyChecks.update)
        return () => this.#update(id, body, turn)
      case 'POST :id close': {
        const closure: unknown = body ?? {}
        requireBody<CloseRequest>(closure, bodyChecks.close)
        return () => this.#closeConversation(id, closure, turn)
      }
      case 'POST :id reopen':
        return () => this.#reopenConversation(id, turn)
      case 'POST :id assign':
        requireBody<AssignRequest>(body, bodyChecks.assign)
        return () => this.#assign(id, body, turn)
      case 'POST :id transfer':
        requireBody<TransferRequest>(body, bodyChecks.transfer)
        return () => this.#transfer(id, body, turn)
      default:
        throw new Error(`the model has no ${method} ${path}`)
    }
  }

  // Operations

  #list(query: Readonly<Record<string, string>>): ModelResponse {
    const { status, channelId, channelType, assigneeId, contactId, botId, startDate, endDate, search } = query
    const { sortBy = 'updatedAt', sortOrder = 'desc' } = query
    const page = Number(query.page ?? 1)
    const perPage = Number(query.perPage ?? 20)
    const found = this.#conversations.findMany((q) =>
      q.where(
        (conversation) =>
          (status === undefined || conversation.status === status) &&
          (channelId === undefined || conversation.channelId === channelId) &&
          (channelType === undefined || this.#channel(conversation.channelId).type === channelType) &&
          (assigneeId === undefined || conversation.assigneeId === assigneeId) &&
          (contactId === undefined || conversation.contactId === contactId) &&
          (botId === undefined || conversation.botId === botId) &&
          (startDate === undefined || Date.parse(conversation.createdAt) >= Date.parse(startDate)) &&
          (endDate === undefined || Date.parse(conversation.createdAt) <= endOf(endDate)) &&
          (search === undefined || search === '' || this.#speaksOf(conversation, search)),
      ),
    )
    const sorted = found.toSorted((a, b) => {
      const upwards = compared(this.#sortValue(a, sortBy), this.#sortValue(b, sortBy)) || a.written - b.written
      return sortOrder === 'asc' ? upwards : -upwards
    })
    const start = (page - 1) * perPage
    return {
      status: 200,
      body: {
        data: sorted.slice(start, start + perPage).map((conversation) => this.#listItem(conversation)),
        meta: { pagination: { page, perPage, totalPages: Math.ceil(found.length / perPage), totalCount: found.length } },
      },
    }
  }

  #get(id: string, { includeMessages, messageLimit }: Readonly<Record<string, string>>): ModelResponse {
    const conversation = this.#conversation(id)
    const latest = this.#messagesOf(conversation).slice(-Number(messageLimit ?? 20))
    const messages = latest.map(({ id, direction, content, timestamp }) => ({ id, direction, content, timestamp }))
    const relationships = includeMessages === 'true' ? { messages } : undefined
    return { status: 200, body: { data: { ...this.#resource(conversation), relationships } } }
  }

  async #create(body: CreateRequest, { now, made }: Turn): Promise<ModelResponse> {
    const { channelId, contactId, contact: details, assigneeId, botId } = body
    if (!this.#channels.findFirst((q) => q.where({ id: channelId }))) throw new ModelError(404, 'CHANNEL_NOT_FOUND', ['channelId'])
    const known = this.#knownContact(contactId, details)
    const assignee = assigneeId === undefined ? undefined : this.#assignee(assigneeId, 'assigneeId')
    if (botId !== undefined && !this.#bot(botId)) throw new ModelError(404, 'RESOURCE_NOT_FOUND', ['botId'])
    const active = this.#conversations.findFirst((q) =>
      q.where((other) => other.contactId === known?.id && other.channelId === channelId && other.status !== 'closed'),
    )
    if (active !== undefined) throw new ModelError(409, 'CONVERSATION_EXISTS')

    const contact = known ?? (await this.#contacts.create({ ...details, id: this.#free(made.contact) }))
    const conversation = await this.#conversations.create({
      id: this.#free(made.conversation),
      status: 'open',
      channelId,
      contactId: contact.id,
      assigneeId,
      botId: botId ?? (assignee?.type === 'bot' ? assigneeId : undefined),
      agentIds: assignee?.type === 'user' ? [assignee.id] : [],
      metadata: { ...body.metadata },
      tags: [...(body.tags ?? [])],
      createdAt: timestamp(now),
      updatedAt: timestamp(now),
      written: ++this.#writes,
    })
    this.#emit('conversation.created', conversation, now)
    return { status: 201, body: { data: this.#resource(conversation) } }
  }

  async #update(id: string, body: UpdateRequest, { now }: Turn): Promise<ModelResponse> {
    const before = this.#conversation(id)
    const { metadata, tags, priority, snoozedUntil } = body
    const hasProperties = metadata !== undefined || tags !== undefined || priority !== undefined
    if (!hasProperties && body.status === undefined && snoozedUntil === undefined)
      throw new ModelError(400, 'VALIDATION_ERROR', Object.keys(body).slice(0, 1))
    const status = body.status ?? before.status
    if (snoozedUntil !== undefined && status !== 'snoozed') throw new ModelError(400, 'VALIDATION_ERROR', ['snoozedUntil'])
    if (snoozedUntil !== undefined && seconds(Date.parse(snoozedUntil)) <= seconds(now))
      throw new ModelError(400, 'VALIDATION_ERROR', ['snoozedUntil'])

    const closes = status === 'closed' && before.status !== 'closed'
    const reopens = status !== 'closed' && before.status === 'closed'
    const staysClosed = body.status === 'closed' && before.status === 'closed'
    let snooze: string | undefined
    if (status === 'snoozed') {
      if (snoozedUntil !== undefined) snooze = timestamp(Date.parse(snoozedUntil))
      else if (body.status !== undefined) snooze = timestamp(now + HOUR)
      else snooze = before.snoozedUntil
    }
    if (hasProperties || (!closes && !reopens && !staysClosed)) {
      const updated = await this.#change(id, now, (conversation) => {
        if (priority !== undefined) conversation.priority = priority
        if (tags !== undefined) conversation.tags = [...tags]
        for (const [key, value] of Object.entries(metadata ?? {})) {
          if (value === null) delete conversation.metadata[key]
          else conversation.metadata[key] = value
        }
        if (!closes && !reopens) {
          conversation.status = status
          conversation.snoozedUntil = snooze
        }
      })
      this.#emit('conversation.updated', updated, now)
    }
    if (closes) await this.#close(id, {}, now)
    if (reopens) await this.#reopen(id, now, this.#owner().id, status, snooze)
    const after = this.#conversation(id)
    const attributes = {
      status: after.status,
      priority: after.priority,
      metadata: after.metadata,
      tags: after.tags,
      updatedAt: after.updatedAt,
    }
    return { status: 200, body: { data: { id, type: 'conversation', attributes } } }
  }

  async #closeConversation(id: string, closure: CloseRequest, { now }: Turn): Promise<ModelResponse> {
    if (this.#conversation(id).status !== 'closed') await this.#close(id, closure, now)
    const { status, closedAt, closedById, resolution, closureReason } = this.#conversation(id)
    const attributes = { status, closedAt, closedBy: this.#userSummary(closedById), resolution, closureReason }
    return { status: 200, body: { data: { id, type: 'conversation', attributes } } }
  }

  async #reopenConversation(id: string, { now }: Turn): Promise<ModelResponse> {
    if (this.#conversation(id).status === 'closed') await this.#reopen(id, now, this.#owner().id)
    const { status, reopenedAt, reopenedById } = this.#conversation(id)
    const attributes = { status, reopenedAt, reopenedBy: this.#userSummary(reopenedById) }
    return { status: 200, body: { data: { id, type: 'conversation', attributes } } }
  }

  async #assign(id: string, { assigneeId, assigneeType }: AssignRequest, { now }: Turn): Promise<ModelResponse> {
    this.#conversation(id)
    const assignee = this.#assignee(assigneeId, 'assigneeId')
    if (assigneeType !== undefined && assigneeType !== assignee.type) throw new ModelError(400, 'VALIDATION_ERROR', ['assigneeType'])
    const assigned = await this.#giveTo(id, assignee, now)
    this.#emit('conversation.assigned', assigned, now)
    const attributes = {
      assignee,
      assignedAt: assigned.assignedAt,
      assignedBy: this.#userSummary(assigned.assignedById),
    }
    return { status: 200, body: { data: { id, type: 'conversation', attributes } } }
  }

  async #transfer(id: string, body: TransferRequest, { now, made }: Turn): Promise<ModelResponse> {
    this.#conversation(id)
    const assignee = this.#assignee(body.toAssigneeId, 'toAssigneeId')
    const transferred = await this.#giveTo(id, assignee, now)
    if (body.notifyContact === true) {
      await this.#messages.create({
        id: this.#free(made.message),
        conversationId: id,
        direction: 'outbound',
        content: { type: 'text', text: `You have been transferred to ${assignee.name}.` },
        status: 'sent',
        timestamp: timestamp(now),
      })
    }
    this.#emit('conversation.transferred', transferred, now)
    const attributes = {
      assignee,
      transferredAt: timestamp(now),
      transferredBy: this.#userSummary(this.#owner().id),
      transferReason: body.reason,
      transferSummary: body.summary,
    }
    return { status: 200, body: { data: { id, type: 'conversation', attributes } } }
  }

  #participants(id: string): ModelResponse {
    const conversation = this.#conversation(id)
    const contact = this.#contact(conversation.contactId)
    const data: unknown[] = [
      { id: contact.id, type: 'contact', attributes: { name: contact.name, phone: contact.phone, role: 'customer' } },
    ]
    for (const userId of conversation.agentIds) {
      const user = this.#user(userId)
      data.push({ id: userId, type: 'user', attributes: { name: user?.name, email: user?.email, role: 'agent' } })
    }
    const bot = conversation.botId === undefined ? undefined : this.#bot(conversation.botId)
    if (bot !== undefined) data.push({ id: bot.id, type: 'bot', attributes: { name: bot.name, role: 'bot' } })
    return { status: 200, body: { data } }
  }

  // Shared by operations

  /** Snoozes end at their own times, the earliest first; of those with equal times, the one written first. */
  async #endSnoozes(now: number): Promise<void> {
    const due = this.#conversations
      .findMany((q) => q.where(({ snoozedUntil }) => snoozedUntil !== undefined && Date.parse(snoozedUntil) <= now))
      .toSorted((a, b) => compared(a.snoozedUntil ?? '', b.snoozedUntil ?? '') || a.written - b.written)
    for (const { id, snoozedUntil } of due) await this.#reopen(id, Date.parse(snoozedUntil ?? ''), undefined)
  }

  async #close(id: string, { reason, resolution }: CloseRequest, now: number): Promise<void> {
    const closed = await this.#change(id, now, (conversation) => {
      conversation.status = 'closed'
      conversation.snoozedUntil = undefined
      conversation.closedAt = timestamp(now)
      conversation.closedById = this.#owner().id
      conversation.resolution = resolution
      conversation.closureReason = reason
    })
    this.#emit('conversation.closed', closed, now)
  }

  async #reopen(
    id: string,
    at: number,
    byId: string | undefined,
    status: ConversationRecord['status'] = 'open',
    snoozedUntil?: string,
  ): Promise<void> {
    const reopened = await this.#change(id, at, (conversation) => {
      conversation.status = status
      conversation.snoozedUntil = snoozedUntil
      conversation.closedAt = undefined
      conversation.closedById = undefined
      conversation.resolution = undefined
      conversation.closureReason = undefined
      conversation.reopenedAt = timestamp(at)
      conversation.reopenedById = byId
    })
    this.#emit('conversation.reopened', reopened, at)
  }

  /** A user takes over from the bot; a bot becomes the conversation's bot. */
  async #giveTo(id: string, assignee: Assignee, now: number): Promise<ConversationRecord> {
    return this.#change(id, now, (conversation) => {
      conversation.assigneeId = assignee.id
      conversation.assignedAt = timestamp(now)
      conversation.assignedById = this.#owner().id
      if (assignee.type === 'bot') {
        conversation.botId = assignee.id
        conversation.botActive = true
      } else {
        if (conversation.botId !== undefined) conversation.botActive = false
        if (!conversation.agentIds.includes(assignee.id)) conversation.agentIds.push(assignee.id)
      }
    })
  }

  /** Every change sets `updatedAt`, and counts as the latest write. */
  async #change(id: string, now: number, change: (conversation: ConversationRecord) => void): Promise<ConversationRecord> {
    await this.#conversations.update((q) => q.where({ id }), {
      data: (conversation) => {
        change(conversation)
        conversation.updatedAt = timestamp(now)
        conversation.written = ++this.#writes
      },
    })
    return this.#conversation(id)
  }

  #emit(event: string, conversation: ConversationRecord, at: number): void {
    this.events.push(asJson({ event, timestamp: timestamp(at), data: this.#resource(conversation) }))
  }

  /** The contact that a request names or describes: by phone before email; the oldest of several. */
  #knownContact(id: string | undefined, details: CreateRequest['contact']): ContactRecord | undefined {
    if (id !== undefined) {
      const contact = this.#contacts.findFirst((q) => q.where({ id }))
      if (contact === undefined) throw new ModelError(404, 'CONTACT_NOT_FOUND', ['contactId'])
      return contact
    }
    if (details === undefined) throw new ModelError(400, 'VALIDATION_ERROR', ['contactId'])
    const { phone, email, name } = details
    if (phone === undefined && email === undefined) throw new ModelError(400, 'VALIDATION_ERROR', ['contact.phone'])
    const named = (contact: ContactRecord): boolean => name === undefined || contact.name === name
    return (
      this.#contacts.findFirst((q) => q.where((contact) => phone !== undefined && contact.phone === phone && named(contact))) ??
      this.#contacts.findFirst((q) => q.where((contact) => email !== undefined && contact.email === email && named(contact)))
    )
  }

  #speaksOf(conversation: ConversationRecord, search: string): boolean {
    const texts = this.#messagesOf(conversation).map(({ content }) =>
      'text' in content ? content.text : 'caption' in content ? content.caption : '',
    )
    return [this.#contact(conversation.contactId).name, ...texts].some(
      (text) => text !== undefined && folded(text).includes(folded(search)),
    )
  }

  #sortValue(conversation: ConversationRecord, sortBy: string): string | number {
    const messages = this.#messagesOf(conversation)
    switch (sortBy) {
      case 'createdAt':
        return conversation.createdAt
      case 'lastMessageAt':
        return messages.at(-1)?.timestamp ?? ''
      case 'messageCount':
        return messages.length
      case 'unreadCount':
        return messages.filter(isUnread).length
      default:
        return conversation.updatedAt
    }
  }

  /** An id that the mock generated, which must be new. */
  #free(id = 'an id that the fake should have made up'): string {
    const existing = [...this.#contacts.findMany(), ...this.#conversations.findMany(), ...this.#messages.findMany()]
    if (existing.some((record) => record.id === id)) throw new Error(`The fake gave out ${id}, which was in use`)
    return id
  }

  // Records as JSON

  /** As returned by "Get Conversation". */
  #resource(conversation: ConversationRecord) {
    const messages = this.#messagesOf(conversation)
    const { id, name, phone, email, avatar, metadata } = this.#contact(conversation.contactId)
    return {
      id: conversation.id,
      type: 'conversation',
      attributes: {
        status: conversation.status,
        priority: conversation.priority,
        channel: this.#channelSummary(conversation),
        contact: { id, name, phone, email, avatar, metadata },
        assignee: this.#assigneeSummary(conversation),
        bot: this.#botSummary(conversation),
        unreadCount: messages.filter(isUnread).length,
        messageCount: messages.length,
        firstMessageAt: messages.at(0)?.timestamp,
        lastMessageAt: messages.at(-1)?.timestamp,
        metadata: conversation.metadata,
        tags: conversation.tags,
        snoozedUntil: conversation.snoozedUntil,
        closedAt: conversation.closedAt,
        closedBy: this.#userSummary(conversation.closedById),
        resolution: conversation.resolution,
        closureReason: conversation.closureReason,
        reopenedAt: conversation.reopenedAt,
        reopenedBy: this.#userSummary(conversation.reopenedById),
        assignedAt: conversation.assignedAt,
        assignedBy: this.#userSummary(conversation.assignedById),
        createdAt: conversation.createdAt,
        updatedAt: conversation.updatedAt,
      },
    }
  }

  /** As returned by "List Conversations". */
  #listItem(conversation: ConversationRecord) {
    const messages = this.#messagesOf(conversation)
    const last = messages.at(-1)
    const { id, name, phone, avatar } = this.#contact(conversation.contactId)
    return {
      id: conversation.id,
      type: 'conversation',
      attributes: {
        status: conversation.status,
        channel: this.#channelSummary(conversation),
        contact: { id, name, phone, avatar },
        assignee: this.#assigneeSummary(conversation),
        lastMessage: last && { id: last.id, content: last.content, direction: last.direction, timestamp: last.timestamp },
        unreadCount: messages.filter(isUnread).length,
        messageCount: messages.length,
        metadata: conversation.metadata,
        createdAt: conversation.createdAt,
        updatedAt: conversation.updatedAt,
      },
    }
  }

  #channelSummary({ channelId }: ConversationRecord) {
    const { id, type, name } = this.#channel(channelId)
    return { id, type, name }
  }

  #assigneeSummary({ assigneeId }: ConversationRecord): Assignee | undefined {
    return assigneeId === undefined ? undefined : this.#assignee(assigneeId, 'assigneeId')
  }

  #botSummary({ botId, botActive = true }: ConversationRecord) {
    return botId === undefined ? undefined : { id: botId, name: this.#bot(botId)?.name, active: botActive }
  }

  #userSummary(id: string | undefined) {
    return id === undefined ? undefined : { id, name: this.#user(id)?.name }
  }

  // Lookups

  /** The user behind the API key. */
  #owner(): UserRecord {
    return this.#users.findFirst(undefined, { strict: true })
  }

  #conversation(id: string): ConversationRecord {
    const conversation = this.#conversations.findFirst((q) => q.where({ id }))
    if (conversation === undefined) throw new ModelError(404, 'CONVERSATION_NOT_FOUND', ['id'])
    return conversation
  }

  #assignee(id: string, field: string): Assignee {
    const user = this.#user(id)
    if (user !== undefined) return { id, type: 'user', name: user.name }
    const bot = this.#bot(id)
    if (bot === undefined) throw new ModelError(404, 'RESOURCE_NOT_FOUND', [field])
    return { id, type: 'bot', name: bot.name }
  }

  #user(id: string): UserRecord | undefined {
    return this.#users.findFirst((q) => q.where({ id }))
  }

  #bot(id: string): BotRecord | undefined {
    return this.#bots.findFirst((q) => q.where({ id }))
  }

  #channel(id: string): ChannelRecord {
    return this.#channels.findFirst((q) => q.where({ id }), { strict: true })
  }

  #contact(id: string): ContactRecord {
    return this.#contacts.findFirst((q) => q.where({ id }), { strict: true })
  }

  /** Oldest first; of those with the same time, the one written first. */
  #messagesOf({ id }: ConversationRecord): MessageRecord[] {
    return this.#messages.findMany((q) => q.where({ conversationId: id })).toSorted((a, b) => compared(a.timestamp, b.timestamp))
  }
}

interface Assignee {
  readonly id: string
  readonly type: 'user' | 'bot'
  readonly name: string
}

/** An error response of the API. */
class ModelError extends Error {
  readonly response: ModelResponse

  constructor(status: number, code: string, fields?: readonly string[]) {
    super(code)
    this.response = { status, body: { error: { code, ...(fields && { details: fields.toSorted() }) } } }
  }
}

function check(wrong: readonly string[]): void {
  if (wrong.length > 0) throw new ModelError(400, 'VALIDATION_ERROR', wrong)
}

function requireBody<T extends object>(body: unknown, fieldsWrong: (body: unknown, field: string) => string[]): asserts body is T {
  check(isObject(body) ? fieldsWrong(body, '') : ['body'])
}

function isUnread({ direction, status }: MessageRecord): boolean {
  return direction === 'inbound' && status !== 'read'
}

/** The last instant of a date or date-time; a date includes the complete day. */
function endOf(date: string): number {
  return /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(date) + DAY - 1 : Date.parse(date)
}

function seconds(instant: number): number {
  return Math.floor(instant / SECOND)
}

function timestamp(instant: number): string {
  return new Date(seconds(instant) * SECOND).toISOString().replace('.000Z', 'Z')
}

function compared(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The value after a JSON round trip: `undefined` properties are removed. */
function asJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value))
}
