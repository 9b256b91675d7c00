import type { OperationId } from '../../src/generated/routes.js'
import type { CallOptions } from '../client.js'
import type { Answer } from '../exchange.js'
import { type Rule, type RuleContext, rulesOf } from '../rule.js'

/** An operation, for rules that call all of them. */
export interface Call {
  readonly operation: OperationId
  /** From the table of endpoints of the guide. */
  readonly method: 'GET' | 'POST' | 'PATCH'
  readonly path: string
  /** A valid body. */
  readonly body?: (context: RuleContext) => Promise<object>
}

/** All the endpoints of the guide, in its order. */
export const CALLS: readonly Call[] = [
  { operation: 'listConversations', method: 'GET', path: '/conversations' },
  { operation: 'getConversation', method: 'GET', path: '/conversations/:id' },
  { operation: 'createConversation', method: 'POST', path: '/conversations', body: ({ api }) => api.newConversation() },
  { operation: 'updateConversation', method: 'PATCH', path: '/conversations/:id', body: async () => ({ priority: 'high' }) },
  { operation: 'closeConversation', method: 'POST', path: '/conversations/:id/close', body: async () => ({ reason: 'Issue resolved' }) },
  { operation: 'reopenConversation', method: 'POST', path: '/conversations/:id/reopen' },
  {
    operation: 'assignConversation',
    method: 'POST',
    path: '/conversations/:id/assign',
    body: async ({ target }) => ({ assigneeId: await target.userId() }),
  },
  {
    operation: 'transferConversation',
    method: 'POST',
    path: '/conversations/:id/transfer',
    body: async ({ target }) => ({ toAssigneeId: await target.userId() }),
  },
  { operation: 'listConversationParticipants', method: 'GET', path: '/conversations/:id/participants' },
]

export const READING = CALLS.filter(({ method }) => method === 'GET')
export const CHANGING = CALLS.filter(({ method }) => method !== 'GET')

/** Whether the endpoint is about one conversation, by id. */
export function isOfOne({ path }: Call): boolean {
  return path.includes(':id')
}

/** Returns the factory for rules of an operation, which read or write as the operation does. */
export function ruleOf({ operation, method }: Call, section: string): (...rule: Parameters<ReturnType<typeof rulesOf>['reads']>) => Rule {
  const { reads, writes } = rulesOf(operation, section)
  return method === 'GET' ? reads : writes
}

/** The id of a conversation to call an operation on: a new one if the operation changes it. */
export async function subjectOf({ api, target }: RuleContext, call: Call): Promise<string> {
  if (!isOfOne(call)) return ''
  if (call.method !== 'GET') {
    const { id } = await api.create()
    if (call.operation === 'reopenConversation') await api.did(api.act(id, 'close', {}))
    return id
  }
  return (await target.conversations())[0]?.id ?? ''
}

/** Calls an operation on a conversation; accepts any status. */
export async function perform(context: RuleContext, { method, path, body }: Call, id: string, options: CallOptions = {}): Promise<Answer> {
  const sent = options.body ?? (await body?.(context))
  return context.api.call(method, path.replace(':id', encodeURIComponent(id)), { ...options, body: sent })
}

/** Calls each operation once, concurrently. */
export function performAll(context: RuleContext, calls: readonly Call[], options: CallOptions = {}): Promise<Answer[]> {
  return Promise.all(calls.map(async (call) => perform(context, call, await subjectOf(context, call), options)))
}
