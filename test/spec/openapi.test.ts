import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import {
  ajvFor,
  asObject,
  errorsOf,
  examplesOf,
  type JsonObject,
  lintOffline,
  nodesOf,
  objectAt as objectIn,
  pathOf,
  resolve as resolveIn,
  validatorFor,
} from './document.js'

const documentPath = pathOf('../../spec/openapi.yaml')
const document: unknown = parse(readFileSync(documentPath, 'utf8'))
const register = readFileSync(pathOf('../../spec/README.md'), 'utf8')

const decisions = Array.from({ length: 37 }, (_, index) => index + 1)
const unionsOfEvents = ['WebhookEvent', 'ConversationEvent', 'MessageEvent']
const headersOfEveryResponse = ['X-Request-ID', 'X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset']

describe('the OpenAPI document', () => {
  it('lints clean, without network access', async () => {
    const problems = await lintOffline(documentPath, 'redocly.yaml')

    expect(problems).toEqual([])
  })

  it('uses all of its components, except the unions of events', () => {
    const referred = new Set(stringsAt(document, '$ref'))
    const components = Object.entries(objectAt('#/components'))
      .filter(([kind]) => kind !== 'securitySchemes')
      .flatMap(([kind, named]) => Object.keys(asObject(named)).map((name) => `#/components/${kind}/${name}`))

    expect(components.filter((pointer) => !referred.has(pointer))).toEqual(unionsOfEvents.map((name) => `#/components/schemas/${name}`))
  })

  it('has each event as a webhook, by its name and among all events', () => {
    const events = Object.keys(objectAt('#/webhooks'))

    expect(objectAt('#/components/schemas/WebhookEventName').enum).toEqual(events)
    expect(Object.keys(objectAt('#/components/schemas/WebhookEvent/discriminator/mapping'))).toEqual(events)
  })

  it('has no nullable schema, and none that rejects unknown properties', () => {
    const schemas = nodesOf(document).map(([, node]) => node)

    expect(schemas.filter((node) => node.additionalProperties === false)).toEqual([])
    expect(schemas.filter((node) => 'nullable' in node || typesOf(node).includes('null'))).toEqual([])
  })
})

describe('an example', () => {
  const ajv = ajvFor(document)
  const examples = examplesOf(document)

  it('exists for every schema of a body', () => {
    expect(examples.length).toBeGreaterThan(0)
    const exemplified = new Set(examples.map((example) => example.schema))
    const bodies = nodesOf(document)
      .filter(([pointer]) => pointer.endsWith('/application~1json'))
      .map(([pointer]) => `${pointer}/schema`)

    expect(bodies.filter((pointer) => !exemplified.has(pointer))).toEqual([])
  })

  it.each(examples.map((example) => [example.name, example] as const))('%s matches its schema', (_, { schema, value }) => {
    expect(errorsOf(validatorFor(ajv, schema), value)).toEqual([])
  })

  it.each([
    [
      'a list item without its metadata',
      'ConversationListResponse',
      'ListConversationsResponse',
      ['data', 0, 'attributes', 'metadata'],
      undefined,
    ],
    ['an unknown status', 'ConversationResponse', 'GetConversationResponse', ['data', 'attributes', 'status'], 'done'],
    ['null for what has no value', 'ConversationResponse', 'CreateConversationResponse', ['data', 'attributes', 'assignee'], null],
    ['a phone number that is not E.164', 'CreateConversationRequest', 'CreateConversationRequest', ['contact', 'phone'], '11 99999'],
    [
      'a time without its offset',
      'CloseConversationResponse',
      'CloseConversationResponse',
      ['data', 'attributes', 'closedAt'],
      '2024-01-15 12:00',
    ],
    [
      'a role that is not of its type',
      'ParticipantListResponse',
      'ListConversationParticipantsResponse',
      ['data', 1, 'attributes', 'role'],
      'customer',
    ],
    ['an error without a code', 'ErrorResponse', 'ConversationNotFound', ['error', 'code'], undefined],
    ['an event under the name of another', 'ConversationCreatedEvent', 'ConversationCreatedEvent', ['event'], 'conversation.closed'],
    ['a new webhook without its secret', 'CreateWebhookResponse', 'CreateWebhookResponse', ['data', 'attributes', 'secret'], undefined],
    ['a custom header that is no text', 'CreateWebhookRequest', 'CreateWebhookRequest', ['headers', 'X-Tenant'], 1],
    ['no events to send', 'CreateWebhookRequest', 'CreateWebhookRequest', ['events'], []],
    ['a delivery without what was sent', 'DeliveryListResponse', 'ListDeliveriesResponse', ['data', 0, 'attributes', 'payload'], undefined],
  ])('does not match its schema with %s', (_, schema, example, path, value) => {
    const complete = objectAt(`#/components/examples/${example}`).value
    const validate = validatorFor(ajv, `#/components/schemas/${schema}`)

    expect(errorsOf(validate, complete)).toEqual([])
    expect(errorsOf(validate, withValueAt(complete, path, value))).not.toEqual([])
  })

  it.each([
    ['WebhookEvent', /Event$/, 9],
    ['ConversationEvent', /^Conversation\w+Event$/, 6],
    ['MessageEvent', /^Message\w+Event$/, 2],
  ] as const)('of an event is a %s of one kind', (union, pattern, count) => {
    const validate = validatorFor(ajv, `#/components/schemas/${union}`)
    const named = Object.keys(objectAt('#/components/examples')).filter((name) => pattern.test(name))

    expect(named).toHaveLength(count)
    for (const name of named) expect(errorsOf(validate, objectAt(`#/components/examples/${name}`).value), name).toEqual([])
  })

  it('of an error has a documented code', () => {
    const codes = objectAt('#/components/schemas/ErrorCode').enum
    const used = Object.values(objectAt('#/components/examples'))
      .map((example) => asObject(asObject(example).value))
      .filter((value) => 'error' in value)
      .map((value) => asObject(value.error).code)

    expect(used.length).toBeGreaterThan(0)
    for (const code of used) expect(codes).toContain(code)
  })
})

describe('x-undocumented', () => {
  const marks = stringsAt(document, 'x-undocumented')

  it('starts with the number of a decision, followed by the reason in a sentence', () => {
    for (const mark of marks) expect(mark).toMatch(/^\d+: [A-Z].+\.$/)
  })

  it('marks every decision of the register', () => {
    const marked = new Set(marks.map((mark) => Number.parseInt(mark, 10)))

    expect([...marked].sort((a, b) => a - b)).toEqual(decisions)
  })

  it('has a row in the register for every decision', () => {
    const rows = [...register.matchAll(/^\| (\d+) \|/gm)].map((match) => Number(match[1]))

    expect(rows).toEqual(decisions)
  })
})

describe.each(operationsOf(document))('$operationId', ({ operation }) => {
  const responses = Object.entries(asObject(operation.responses)).map(([status, response]): [string, JsonObject] => [
    status,
    resolve(response),
  ])
  const parameters = asArray(operation.parameters).map((parameter) => resolve(parameter).name)

  it.each(['400', '401', '403', '429', '500', '503'])('documents %s', (status) => {
    expect(responses.map(([documented]) => documented)).toContain(status)
  })

  it('has the request id and the rate limit in every response', () => {
    for (const [status, response] of responses)
      expect(Object.keys(asObject(response.headers)), status).toEqual(expect.arrayContaining(headersOfEveryResponse))
  })

  it('has Retry-After with a 429', () => {
    const [, limited] = responses.find(([status]) => status === '429') ?? []

    expect(Object.keys(asObject(limited?.headers))).toContain('Retry-After')
  })

  it('has the error envelope for every failure', () => {
    for (const [status, response] of responses.filter(([status]) => Number(status) >= 400))
      expect(response, status).toHaveProperty(['content', 'application/json', 'schema', '$ref'], '#/components/schemas/ErrorResponse')
  })

  it('accepts a request id', () => {
    expect(parameters).toContain('X-Request-ID')
  })
})

describe('every POST', () => {
  it.each(operationsOf(document).filter(({ method }) => method === 'post'))('accepts an idempotency key: $operationId', ({ operation }) => {
    expect(asArray(operation.parameters).map((parameter) => resolve(parameter).name)).toContain('Idempotency-Key')
    expect(Object.keys(asObject(operation.responses))).toContain('409')
  })
})

interface Operation {
  operationId: unknown
  method: string
  operation: JsonObject
}

function operationsOf(root: unknown): Operation[] {
  return Object.values(asObject(asObject(root).paths)).flatMap((path) =>
    Object.entries(asObject(path))
      .filter(([method]) => !method.startsWith('x-'))
      .map(([method, node]) => {
        const operation = asObject(node)
        return { operationId: operation.operationId, method, operation }
      }),
  )
}

function stringsAt(root: unknown, key: string): string[] {
  return nodesOf(root)
    .map(([, node]) => node[key])
    .filter((value) => typeof value === 'string')
}

function typesOf(schema: JsonObject): unknown[] {
  return Array.isArray(schema.type) ? schema.type : [schema.type]
}

function withValueAt(complete: unknown, path: (string | number)[], value: unknown): unknown {
  const copy: unknown = structuredClone(complete)
  const parent = path.slice(0, -1).reduce<unknown>((node, key) => Reflect.get(asParent(node), key), copy)
  const key = path.at(-1) ?? ''
  if (value === undefined) Reflect.deleteProperty(asParent(parent), key)
  else Reflect.set(asParent(parent), key, value)
  return copy
}

function asArray(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new TypeError(`Expected an array, got ${JSON.stringify(value)}`)
  return value
}

function asParent(value: unknown): object {
  if (typeof value !== 'object' || value === null) throw new TypeError('Expected an object or array')
  return value
}

function resolve(node: unknown): JsonObject {
  return resolveIn(document, node)
}

function objectAt(pointer: string): JsonObject {
  return objectIn(document, pointer)
}
