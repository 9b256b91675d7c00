import { at } from '../at.js'
import type { Answer } from '../exchange.js'
import type { Step } from './steps.js'

/** The part of a response that the guide determines; generated ids are left out. */
export interface Outcome {
  readonly status: number
  /** Of an error. */
  readonly code?: string
  readonly shown?: unknown
}

/** Codes that the guide or the documentation of the platform uses for exactly one error. */
const CODES: ReadonlySet<unknown> = new Set([
  'CONVERSATION_NOT_FOUND',
  'CHANNEL_NOT_FOUND',
  'CONTACT_NOT_FOUND',
  'CONVERSATION_EXISTS',
  'VALIDATION_ERROR',
])

/** @param nameOf - the name of a conversation by its id: `conversation 2`; ids of others have none */
export function outcomeOf(step: Step, { status, body }: Answer, nameOf: (id: unknown) => string | undefined): Outcome {
  const code = at(body, 'error', 'code')
  if (status >= 400) return { status, ...(CODES.has(code) && { code: String(code) }) }
  const data = at(body, 'data')
  if (step.call === 'list') return { status, shown: listed(data, nameOf) }
  if (step.call === 'participants') return { status, shown: takingPart(data) }
  return { status, shown: attributesOf(step, at(data, 'attributes')) }
}

/** The conversations of one contact, unordered: several may be updated in the same second. */
function listed(data: unknown, nameOf: (id: unknown) => string | undefined): unknown {
  if (!Array.isArray(data)) return 'no list'
  return data.map((item) => ({ conversation: nameOf(at(item, 'id')) ?? 'another', status: at(item, 'attributes', 'status') })).sort(byText)
}

/** The contact and the bot always participate; the guide does not specify which former assignees do. */
function takingPart(data: unknown): unknown {
  return Array.isArray(data) ? data.filter((one) => at(one, 'type') === 'contact').map((one) => at(one, 'attributes', 'role')) : 'no list'
}

function attributesOf(step: Step, attributes: unknown): unknown {
  const status = at(attributes, 'status')
  const shown = {
    status,
    assignee: assigneeOf(attributes),
    metadata: metadataOf(attributes),
    tags: at(attributes, 'tags') ?? [],
    priority: at(attributes, 'priority'),
    resolution: at(attributes, 'resolution'),
  }
  switch (step.call) {
    case 'create':
    case 'createAgain':
      return { status, assignee: shown.assignee, metadata: shown.metadata, tags: shown.tags, messageCount: at(attributes, 'messageCount') }
    case 'get':
      return { status, assignee: shown.assignee, metadata: shown.metadata, tags: shown.tags }
    case 'update':
      return Object.fromEntries(Object.keys(step.changes).map((name) => [name, Reflect.get(shown, name)]))
    case 'close':
      return { status, ...(step.resolution && { resolution: shown.resolution }) }
    case 'assign':
      return { assignee: shown.assignee }
    default:
      return step.call === 'transfer' ? {} : { status }
  }
}

function assigneeOf(attributes: unknown): unknown {
  const id = at(attributes, 'assignee', 'id')
  return id === undefined ? 'nobody' : { id, type: at(attributes, 'assignee', 'type') }
}

/** Sorted by name, because JSON objects have no order. */
function metadataOf(attributes: unknown): unknown {
  const metadata = at(attributes, 'metadata')
  if (typeof metadata !== 'object' || metadata === null) return {}
  return Object.fromEntries(Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1
}
