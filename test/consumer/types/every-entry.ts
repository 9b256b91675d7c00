import { createServer } from 'node:http'
import {
  type Conversation,
  type ConversationEvent,
  type ConversationStatus,
  type CreateConversationRequest,
  type components,
  createMock,
  InvalidWorld,
  type Mock,
  type operations,
  type paths,
  type World,
} from 'linktor-mock'
import { emptyWorld, generateWorld, guideWorld } from 'linktor-mock/fixtures'
import { type HandlersOptions, handlers } from 'linktor-mock/msw'
import openapi from 'linktor-mock/openapi.json' with { type: 'json' }
import { nodeListener, type RunningServer, startServer } from 'linktor-mock/server'

const worlds: readonly World[] = [emptyWorld, guideWorld, generateWorld({ conversations: 5, seed: 1 })]
const mocks: readonly Mock[] = worlds.map((world) => createMock({ world, strict: true }))
const options: HandlersOptions = { baseUrl: '*/v1' }

export const allHandlers = mocks.flatMap((mock) => handlers(mock, options))
export const serve = (mock: Mock): Promise<RunningServer> => startServer(mock, { port: 0 })
export const listen = (mock: Mock) => createServer(nodeListener(mock))
export const version: string = openapi.info.version
export const refusal = (error: unknown): string => (error instanceof InvalidWorld ? error.message : '')

// The contract by its own names, and by those of openapi-typescript.
export const request: CreateConversationRequest = { channelId: 'ch_xyz789', contact: { name: 'Ana' } }
export const sameRequest: components['schemas']['CreateConversationRequest'] = request
export const status: ConversationStatus = 'open'
export type Listed = operations['listConversations']['responses'][200]['content']['application/json']['data'][number]
export type Got = paths['/conversations/{id}']['get']
export const idOf = (conversation: Conversation): string => conversation.id

// The name of an event determines the type of its payload.
export const eventName = (event: ConversationEvent): string => {
  switch (event.event) {
    case 'conversation.created':
    case 'conversation.closed':
      return event.data.id
    default:
      return event.event
  }
}

// @ts-expect-error: a status that the contract does not have
export const wrongStatus: ConversationStatus = 'done'

// @ts-expect-error: there is no such option
createMock({ worlds })
