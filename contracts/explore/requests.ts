import { UNKNOWN_ID } from '../target.js'
import type { RuleRequest } from '../wire.js'
import type { Step, Whom } from './steps.js'

/** The conversation of a server in a slot. */
export interface Held {
  readonly id: string
  readonly contactId: string
}

/** The ids that both servers know. */
export interface Known {
  readonly channelId: string
  readonly user: string
  readonly otherUser: string
  readonly bot: string
}

/** A body with a new contact in it, marked as this run's, the same for both servers. */
export type NewConversation = Readonly<Record<string, unknown>>

/** The request of a step; `fresh` is the body for steps that create. */
export function requestOf(step: Step, held: Held | undefined, known: Known, fresh: NewConversation): RuleRequest {
  const id = encodeURIComponent(held?.id ?? UNKNOWN_ID)
  switch (step.call) {
    case 'create': {
      const { tags, metadata, assignee } = step
      const assigneeId = assignee && known[assignee]
      return post('/conversations', {
        ...fresh,
        ...(tags && { tags }),
        ...withMetadata(fresh, metadata),
        ...(assigneeId && { assigneeId }),
      })
    }
    case 'createAgain': {
      const { contact, ...rest } = fresh
      return post('/conversations', { ...rest, contactId: held?.contactId ?? UNKNOWN_ID })
    }
    case 'createWithout': {
      const { channelId, contact, ...rest } = fresh
      if (step.field === 'channelId') return post('/conversations', { ...rest, contact })
      if (step.field === 'contact') return post('/conversations', { ...rest, channelId, contactId: UNKNOWN_ID })
      return post('/conversations', { ...fresh, channelId: UNKNOWN_ID })
    }
    case 'update':
      return { method: 'PATCH', path: `/conversations/${id}`, body: JSON.stringify(step.changes) }
    case 'close': {
      const { resolution, reason } = step
      return post(`/conversations/${id}/close`, { ...(resolution && { resolution }), ...(reason && { reason }) })
    }
    case 'reopen':
      return { method: 'POST', path: `/conversations/${id}/reopen` }
    case 'assign':
      return post(`/conversations/${id}/assign`, { assigneeId: idOf(step.to, known) })
    case 'transfer':
      return post(`/conversations/${id}/transfer`, { toAssigneeId: idOf(step.to, known), reason: 'explored' })
    case 'get':
      return { method: 'GET', path: `/conversations/${id}${step.includeMessages ? '?includeMessages=true' : ''}` }
    case 'list': {
      const query = new URLSearchParams({ contactId: held?.contactId ?? UNKNOWN_ID, ...(step.status && { status: step.status }) })
      return { method: 'GET', path: `/conversations?${query}` }
    }
    case 'participants':
      return { method: 'GET', path: `/conversations/${id}/participants` }
  }
}

function post(path: string, body: object): RuleRequest {
  return { method: 'POST', path, body: JSON.stringify(body) }
}

function idOf(to: Whom | 'nobody', known: Known): string {
  return to === 'nobody' ? UNKNOWN_ID : known[to]
}

/** Metadata of the step, merged with the marks of the run. */
function withMetadata(fresh: NewConversation, metadata: object | undefined): object {
  return metadata === undefined ? {} : { metadata: { ...Object(fresh['metadata']), ...metadata } }
}
