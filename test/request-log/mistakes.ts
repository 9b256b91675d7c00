import { expect } from 'vitest'
import type { CallOptions } from '../api/client.js'

const CONVERSATION = '/conversations/conv_abc123'
const CONTACT = { phone: '+351911111111' }

/** A request that violates the contract. */
interface Mistake {
  readonly what: string
  readonly method: string
  readonly path: string
  readonly options?: CallOptions
  /** As reported by `unexpected`. */
  readonly expected: object
}

export const MISTAKES: readonly Mistake[] = [
  {
    what: 'an unknown path',
    method: 'GET',
    path: '/contacts?page=1',
    expected: { request: 'GET /contacts', status: 404, reasons: [expect.stringMatching(/^There is no GET \/contacts: .+/)] },
  },
  {
    what: 'a wrong method',
    method: 'DELETE',
    path: CONVERSATION,
    expected: {
      request: `DELETE ${CONVERSATION}`,
      status: 405,
      reasons: [`${CONVERSATION} does not take DELETE; it takes GET, HEAD, PATCH, OPTIONS`],
    },
  },
  {
    what: 'a missing key',
    method: 'GET',
    path: CONVERSATION,
    options: { key: null },
    expected: {
      request: `GET ${CONVERSATION}`,
      operation: 'getConversation',
      status: 401,
      reasons: ['An API key is required: send the header "Authorization: Bearer YOUR_API_KEY"'],
    },
  },
  {
    what: 'an invalid key',
    method: 'POST',
    path: `${CONVERSATION}/close`,
    options: { key: 'invalid' },
    expected: {
      request: `POST ${CONVERSATION}/close`,
      operation: 'closeConversation',
      status: 401,
      reasons: ['The API key is unknown or expired'],
    },
  },
  {
    what: 'a body that breaks the schema, field by field',
    method: 'POST',
    path: '/conversations',
    options: { body: { channelId: 7, contact: { phone: '911' }, tags: ['ok', ''] } },
    expected: {
      request: 'POST /conversations',
      operation: 'createConversation',
      status: 400,
      reasons: [
        expect.stringMatching(/^channelId must be /),
        expect.stringMatching(/^contact\.phone must be /),
        expect.stringMatching(/^tags\[1\] must /),
      ],
    },
  },
  {
    what: 'a query that breaks the schema, parameter by parameter',
    method: 'GET',
    path: '/conversations?page=0&status=done',
    expected: {
      request: 'GET /conversations',
      operation: 'listConversations',
      status: 400,
      reasons: ['page must be at least 1; got 0', expect.stringMatching(/^status must be one of /)],
    },
  },
  {
    what: 'a missing body',
    method: 'POST',
    path: `${CONVERSATION}/assign`,
    expected: {
      request: `POST ${CONVERSATION}/assign`,
      operation: 'assignConversation',
      status: 400,
      reasons: ['body is required: a JSON object, sent with Content-Type: application/json'],
    },
  },
  {
    what: 'malformed JSON',
    method: 'PATCH',
    path: CONVERSATION,
    options: { body: '{"priority": low}' },
    expected: {
      request: `PATCH ${CONVERSATION}`,
      operation: 'updateConversation',
      status: 400,
      reasons: [expect.stringMatching(/^body must be JSON: /)],
    },
  },
  {
    what: 'a body that is too large',
    method: 'PATCH',
    path: CONVERSATION,
    options: { body: `{"metadata":{"a":"${'x'.repeat(1024 * 1024)}"}}` },
    expected: {
      request: `PATCH ${CONVERSATION}`,
      operation: 'updateConversation',
      status: 413,
      reasons: ['body may have 1048576 bytes (1 MiB) at most'],
    },
  },
  {
    what: 'an unknown parameter, though it is ignored',
    method: 'GET',
    path: '/conversations?limit=5',
    expected: {
      request: 'GET /conversations',
      operation: 'listConversations',
      status: 200,
      reasons: ['?limit is not known to this operation, and ignored'],
    },
  },
  {
    what: 'unknown fields, though they are ignored',
    method: 'POST',
    path: '/conversations',
    options: { body: { channelId: 'ch_xyz789', contact: { ...CONTACT, nickname: 'Jo' }, colour: 'red' } },
    expected: {
      request: 'POST /conversations',
      operation: 'createConversation',
      status: 201,
      reasons: ['contact.nickname is not known to this operation, and ignored', 'colour is not known to this operation, and ignored'],
    },
  },
  {
    what: 'unknown fields beside broken rules',
    method: 'PATCH',
    path: `${CONVERSATION}?dry=1`,
    options: { body: { priority: 'huge', colour: 'red' } },
    expected: {
      request: `PATCH ${CONVERSATION}`,
      operation: 'updateConversation',
      status: 400,
      reasons: [
        expect.stringMatching(/^priority must be one of /),
        '?dry is not known to this operation, and ignored',
        'colour is not known to this operation, and ignored',
      ],
    },
  },
]
