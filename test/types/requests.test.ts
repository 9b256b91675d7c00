import { describe, expectTypeOf, it } from 'vitest'
import type { components, MockRequests, OperationId, RecordedRequest } from '../../src/index.js'
import { createMock } from '../../src/index.js'

type Schemas = components['schemas']

const { requests } = createMock()

/** Checked by the compiler; at run time each call searches an empty request log. */
describe('a request found by its operation', () => {
  it('has the body type of the operation', () => {
    expectTypeOf(requests.find({ operation: 'assignConversation' })?.body).toEqualTypeOf<Schemas['AssignConversationRequest'] | undefined>()
    expectTypeOf(requests.find({ operation: 'assignConversation' })?.body?.assigneeId).toEqualTypeOf<string | undefined>()
    expectTypeOf(requests.find({ operation: 'createConversation' })?.body?.contact?.phone).toEqualTypeOf<string | undefined>()
    expectTypeOf(requests.find({ operation: 'transferConversation', status: 200 })?.body?.notifyContact).toEqualTypeOf<
      boolean | undefined
    >()
  })

  it('has that body type in a list too', () => {
    const [first] = requests.all({ operation: 'updateConversation' })
    expectTypeOf(first?.body?.priority).toEqualTypeOf<Schemas['Priority'] | undefined>()
    expectTypeOf(requests.all({ operation: 'closeConversation' })).toEqualTypeOf<readonly RecordedRequest<'closeConversation'>[]>()
  })

  it('knows its operation', () => {
    expectTypeOf(requests.find({ operation: 'assignConversation' })?.operation).toEqualTypeOf<'assignConversation' | undefined>()
  })

  it('has no field that the operation does not have', () => {
    // @ts-expect-error: priority is not a field of an assignment
    expectTypeOf(requests.find({ operation: 'assignConversation' })?.body?.priority).toBeAny()
    // @ts-expect-error: only a body has fields
    expectTypeOf(requests.find({ operation: 'reopenConversation' })?.body?.reason).toBeAny()
  })

  it('must be of a known operation', () => {
    // @ts-expect-error: an unknown operation
    requests.find({ operation: 'assign' })
    // @ts-expect-error: an unknown property
    requests.all({ operationId: 'assignConversation' })
    // @ts-expect-error: a status must be a number
    requests.all({ status: '200' })
  })
})

describe('a request found otherwise', () => {
  it('has the body type of any operation', () => {
    expectTypeOf(requests.find()).toEqualTypeOf<RecordedRequest | undefined>()
    expectTypeOf(requests.find({ status: 200 })).toEqualTypeOf<RecordedRequest | undefined>()
    expectTypeOf(requests.find(({ status }) => status === 200)).toEqualTypeOf<RecordedRequest | undefined>()
    expectTypeOf(requests.find({ path: '/conversations' })?.operation).toEqualTypeOf<OperationId | undefined>()
  })

  it('has its type in the filter function', () => {
    requests.all((request) => {
      expectTypeOf(request).toEqualTypeOf<RecordedRequest>()
      return request.duration > 0
    })
  })
})

describe('the type of the request log', () => {
  it('is read-only, with clear', () => {
    expectTypeOf<keyof MockRequests>().toEqualTypeOf<'all' | 'find' | 'on' | 'unexpected' | 'clear'>()
    expectTypeOf(requests.unexpected()[0]?.reasons).toEqualTypeOf<readonly string[] | undefined>()
    // @ts-expect-error: recorded requests are read-only
    const change = (request: RecordedRequest) => (request.status = 200)
    expectTypeOf(change).toBeFunction()
  })
})
