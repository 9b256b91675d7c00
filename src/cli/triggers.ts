/** A way to cause an event: the required state of a conversation, and a call below it. */
export interface Trigger {
  /** Description for the terminal. */
  readonly done: string
  /** A status that it must not have, as the call would change nothing, with a remedy. */
  readonly not?: readonly [status: string, remedy: string]
  /** The status that it must have. */
  readonly only?: readonly [status: string, remedy: string]
  /** Whether it is assigned to somebody. */
  readonly assigns?: boolean
  readonly call?: readonly [method: string, path: string]
  readonly body?: (assigneeId: string) => object
}

/** How each event of a conversation is caused. Creation and pings are caused otherwise. */
export const TRIGGERS: ReadonlyMap<string, Trigger> = new Map<string, Trigger>([
  ['conversation.created', { done: 'created' }],
  [
    'conversation.updated',
    {
      done: 'changed the metadata of',
      call: ['PATCH', '/conversations/:id'],
      body: () => ({ metadata: { triggeredAt: new Date().toISOString() } }),
    },
  ],
  [
    'conversation.assigned',
    { done: 'assigned', assigns: true, call: ['POST', '/conversations/:id/assign'], body: (assigneeId) => ({ assigneeId }) },
  ],
  [
    'conversation.transferred',
    {
      done: 'transferred',
      assigns: true,
      call: ['POST', '/conversations/:id/transfer'],
      body: (toAssigneeId) => ({ toAssigneeId, reason: 'Triggered by linktor-mock' }),
    },
  ],
  [
    'conversation.closed',
    {
      done: 'closed',
      not: ['closed', 'trigger conversation.reopened first'],
      call: ['POST', '/conversations/:id/close'],
      body: () => ({ resolution: 'resolved', reason: 'Triggered by linktor-mock' }),
    },
  ],
  [
    'conversation.reopened',
    { done: 'reopened', only: ['closed', 'trigger conversation.closed first'], call: ['POST', '/conversations/:id/reopen'] },
  ],
  [
    'message.received',
    {
      done: 'had the contact write in',
      call: ['POST', '/_mock/conversations/:id/messages'],
      body: () => ({ from: 'contact', text: 'A message from the contact, triggered by linktor-mock' }),
    },
  ],
  [
    'message.sent',
    {
      done: 'had an agent write in',
      call: ['POST', '/_mock/conversations/:id/messages'],
      body: () => ({ from: 'agent', text: 'A message from an agent, triggered by linktor-mock' }),
    },
  ],
  ['test.ping', { done: 'sent' }],
])
