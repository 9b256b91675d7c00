import type { components } from '../generated/openapi.js'
import { CommandError, type Io } from './io.js'
import { type MockOptions, ResponseError, type RunningMock, runningMock } from './running-mock.js'
import { TRIGGERS, type Trigger } from './triggers.js'

export interface TriggerOptions extends MockOptions {
  readonly id?: string
  readonly channelId?: string
  readonly assigneeId?: string
}

type Schemas = components['schemas']

interface Page<T> {
  readonly data: readonly T[]
}

/**
 * Causes an event by calls of the API of a running mock, and returns a line or two about it.
 *
 * @throws CommandError when there is no such event, the mock cannot be reached, or the event cannot happen to the conversation
 */
export async function trigger(event: string, options: TriggerOptions, io: Io): Promise<void> {
  const known = TRIGGERS.get(event)
  if (known === undefined) {
    throw new CommandError(`there is no event ${JSON.stringify(event)} to trigger; there are ${[...TRIGGERS.keys()].join(', ')}`)
  }
  const { id } = options
  const mock = runningMock(options)
  const say = (line: string): void => void io.stdout.write(`${line}\n`)
  if (event === 'test.ping') return ping(mock, id, say)
  if (event === 'conversation.created' && id !== undefined) {
    throw new CommandError('conversation.created needs a new conversation: leave --id out')
  }
  const conversation = id === undefined ? await created(mock, options, event, known, say) : await existing(mock, id, known)
  if (known.call === undefined) return
  const [method, path] = known.call
  const to = known.assigns ? (options.assigneeId ?? (await someoneFor(mock, conversation))) : ''
  await mock.call(method, path.replace(':id', encodeURIComponent(conversation.id)), known.body?.(to)).catch(inOtherWords)
  say(`${event}: ${known.done} ${conversation.id}${to && ` to ${to}`}`)
}

async function ping(mock: RunningMock, id: string | undefined, say: (line: string) => void): Promise<void> {
  const { data } = (await mock.call('GET', '/webhooks?perPage=100')) as Page<Schemas['Webhook']>
  const webhooks = data.filter((webhook) => id === undefined || webhook.id === id)
  if (webhooks.length === 0) {
    throw new CommandError(`there is no webhook ${id ?? 'yet'} to send test.ping to: make one by POST /webhooks, or by linktor-mock listen`)
  }
  for (const webhook of webhooks) {
    const tested = (await mock.call('POST', `/webhooks/${webhook.id}/test`, { event: 'test.ping' })) as Schemas['TestWebhookResponse']
    const { status, statusCode } = tested.data
    say(`test.ping: sent to ${webhook.id} (${webhook.attributes.url}): ${status}${statusCode === undefined ? '' : ` with ${statusCode}`}`)
  }
}

/** The requested conversation, if the event can happen to it. */
async function existing(mock: RunningMock, id: string, { not, only }: Trigger): Promise<Schemas['Conversation']> {
  const { data } = (await mock.call('GET', `/conversations/${encodeURIComponent(id)}`)) as Schemas['ConversationResponse']
  const { status } = data.attributes
  const inTheWay = status === not?.[0] ? not : only !== undefined && status !== only[0] ? only : undefined
  if (inTheWay === undefined) return data
  const is = status === not?.[0] ? `${status} already` : status
  throw new CommandError(`${id} is ${is}, so no event would follow: ${inTheWay[1]}, or leave --id out`)
}

/** A conversation in the status that the event requires, created for it. */
async function created(
  mock: RunningMock,
  { channelId }: TriggerOptions,
  event: string,
  { only }: Trigger,
  say: (line: string) => void,
): Promise<Schemas['Conversation']> {
  const phone = `+1555${Math.floor(1e7 + Math.random() * 9e7)}`
  const body = { channelId: channelId ?? (await someChannel(mock)), contact: { name: 'Triggered Contact', phone } }
  const { data } = (await mock.call('POST', '/conversations', body)) as Schemas['ConversationResponse']
  const own = event === 'conversation.created'
  say(own ? `${event}: created ${data.id}` : `created ${data.id} for it, which sends conversation.created`)
  if (only?.[0] !== 'closed') return data
  await mock.call('POST', `/conversations/${data.id}/close`)
  say(`closed ${data.id}, which sends conversation.closed`)
  return data
}

async function someChannel(mock: RunningMock): Promise<string> {
  const { data } = (await mock.call('GET', '/conversations?perPage=1')) as Page<Schemas['ConversationListItem']>
  const [some] = data
  if (some !== undefined) return some.attributes.channel.id
  throw new CommandError('there is no conversation yet to take a channel from: give a --channel-id')
}

/** Assignees of other conversations, rather one who does not have this conversation already. */
async function someoneFor(mock: RunningMock, { attributes }: Schemas['Conversation']): Promise<string> {
  const { data } = (await mock.call('GET', '/conversations?perPage=100')) as Page<Schemas['ConversationListItem']>
  const ids = data.flatMap(({ attributes: { assignee } }) => assignee?.id ?? [])
  const id = ids.find((other) => other !== attributes.assignee?.id) ?? ids[0]
  if (id !== undefined) return id
  throw new CommandError('no conversation is assigned to anybody yet, whom to assign this one to: give an --assignee-id')
}

function inOtherWords(error: unknown): never {
  if (
    error instanceof ResponseError &&
    error.httpStatus === 404 &&
    error.message.includes('/_mock/') &&
    !error.message.includes('CONVERSATION_')
  ) {
    throw new CommandError('messages arrive by the control plane, /_mock, which this server lacks', { cause: error })
  }
  throw error
}
