import type { components } from '../../src/generated/openapi.js'

type Schemas = components['schemas']

export type CreateRequest = Schemas['CreateConversationRequest']
export type UpdateRequest = Schemas['UpdateConversationRequest']
export type CloseRequest = Schemas['CloseConversationRequest']
export type AssignRequest = Schemas['AssignConversationRequest']
export type TransferRequest = Schemas['TransferConversationRequest']

/** The paths of the invalid fields within a field's value. */
type Check = (value: unknown, field: string) => string[]

const text = holds((value) => typeof value === 'string')
const id = holds((value) => typeof value === 'string' && value !== '')
const truth = holds((value) => typeof value === 'boolean')
const metadata = holds(isObject)
const phone = matches(/^\+[1-9]\d{1,14}$/)
const email = matches(/^[^@\s]+@[^@\s]+\.[^@\s]+$/)
const dateTime = matches(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/)
const dateOrDateTime = matches(/^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?$/)
const status = oneOf('open', 'pending', 'snoozed', 'closed')
const priority = oneOf('low', 'normal', 'high', 'urgent')
const resolution = oneOf('resolved', 'unresolved', 'spam')
const channelType = oneOf('whatsapp', 'telegram', 'facebook', 'instagram', 'webchat', 'sms', 'email', 'rcs')

/** The fields of a body that violate the guide's table; unknown fields are ignored. */
export const bodyChecks = {
  create: fields(['channelId'], {
    channelId: id,
    contactId: id,
    contact: fields([], { phone, email, name: id }),
    assigneeId: id,
    botId: id,
    metadata,
    tags: listOf(id),
  }),
  update: both(notEmpty, fields([], { status, snoozedUntil: dateTime, metadata, tags: listOf(id), priority })),
  close: fields([], { reason: text, resolution, notes: text }),
  assign: fields(['assigneeId'], { assigneeId: id, assigneeType: oneOf('user', 'bot'), note: text }),
  transfer: fields(['toAssigneeId'], { toAssigneeId: id, reason: text, summary: text, notifyContact: truth }),
}

/** The parameters of a query that violate the guide's table; all values are text. */
export const queryChecks = {
  list: fields([], {
    page: wholeNumber(1, Number.POSITIVE_INFINITY),
    perPage: wholeNumber(1, 100),
    status,
    channelId: id,
    channelType,
    assigneeId: id,
    contactId: id,
    botId: id,
    startDate: dateOrDateTime,
    endDate: dateOrDateTime,
    search: text,
    sortBy: oneOf('createdAt', 'updatedAt', 'lastMessageAt', 'messageCount', 'unreadCount'),
    sortOrder: oneOf('asc', 'desc'),
  }),
  get: fields([], { includeMessages: oneOf('true', 'false'), messageLimit: wholeNumber(1, 100) }),
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function holds(rule: (value: unknown) => boolean): Check {
  return (value, field) => (rule(value) ? [] : [field])
}

function matches(pattern: RegExp): Check {
  return holds((value) => typeof value === 'string' && pattern.test(value))
}

function oneOf(...values: readonly string[]): Check {
  return holds((value) => typeof value === 'string' && values.includes(value))
}

function wholeNumber(least: number, most: number): Check {
  return holds((value) => typeof value === 'string' && /^-?\d+$/.test(value) && Number(value) >= least && Number(value) <= most)
}

function listOf(check: Check): Check {
  return (value, field) => (Array.isArray(value) ? value.flatMap((item, i) => check(item, `${field}[${i}]`)) : [field])
}

function fields(required: readonly string[], checks: Readonly<Record<string, Check>>): Check {
  return (value, field) => {
    if (!isObject(value)) return [field || 'body']
    const prefix = field === '' ? '' : `${field}.`
    const missing = required.filter((name) => value[name] === undefined)
    const wrong = Object.entries(checks).flatMap(([name, check]) => (value[name] === undefined ? [] : check(value[name], prefix + name)))
    return [...missing.map((name) => prefix + name), ...wrong]
  }
}

function notEmpty(value: unknown): string[] {
  return isObject(value) && Object.keys(value).length === 0 ? ['body'] : []
}

function both(first: Check, second: Check): Check {
  return (value, field) => [...new Set([...first(value, field), ...second(value, field)])]
}
