import { expect, describe as group, it } from 'vitest'
import { requestValidators } from '../../src/generated/request-validators.js'
import { worldValidators } from '../../src/generated/world-validator.js'
import { describe } from '../../src/store/violations.js'

/** The messages for a value, by field. */
function messagesOf(validator: (typeof worldValidators)[keyof typeof worldValidators], value: unknown): Readonly<Record<string, string>> {
  expect(validator(value)).toBe(false)
  return Object.fromEntries(describe(validator.errors ?? [], value).map(({ field, message }) => [field, message]))
}

const { createConversation, updateConversation, listConversations } = requestValidators

function body(operation: { readonly body?: (typeof worldValidators)['World'] }): (typeof worldValidators)['World'] {
  if (operation.body === undefined) throw new Error('the operation has no body')
  return operation.body
}

group('a violation names the field, the value and what is valid', () => {
  it('required', () => {
    expect(messagesOf(body(createConversation), {})).toEqual({ channelId: 'channelId is required' })
  })

  it('type', () => {
    expect(messagesOf(body(createConversation), { channelId: 1, tags: 'a', metadata: [] })).toEqual({
      channelId: 'channelId must be a string; got 1',
      tags: 'tags must be an array; got "a"',
      metadata: 'metadata must be an object; got []',
    })
    expect(messagesOf(listConversations.query, { page: 'x' })).toEqual({ page: 'page must be an integer; got "x"' })
  })

  it('enum', () => {
    expect(messagesOf(body(updateConversation), { priority: 'max' })).toEqual({
      priority: 'priority must be one of low, normal, high, urgent; got "max"',
    })
  })

  it('const', () => {
    expect(messagesOf(worldValidators.World, { ...emptyWorld(), version: 2 })).toEqual({ version: 'version must be 1; got 2' })
  })

  it('minimum and maximum', () => {
    expect(messagesOf(listConversations.query, { page: 0, perPage: 101 })).toEqual({
      page: 'page must be at least 1; got 0',
      perPage: 'perPage must be at most 100; got 101',
    })
  })

  it('minLength', () => {
    expect(messagesOf(body(createConversation), { channelId: '' })).toEqual({ channelId: 'channelId must not be empty; got ""' })
    const violation = { keyword: 'minLength', instancePath: '/a', schemaPath: '', params: { limit: 3 } }
    expect([...describe([violation], { a: 'x' })]).toEqual([{ field: 'a', message: 'a must have at least 3 characters; got "x"' }])
  })

  it('minProperties', () => {
    expect(messagesOf(body(updateConversation), {})).toEqual({ body: 'body must not be empty' })
  })

  it('minItems', () => {
    expect(messagesOf(worldValidators.World, { ...emptyWorld(), users: [] })).toEqual({
      users: 'users must have at least 1 of them; got []',
    })
  })

  it('pattern', () => {
    expect(messagesOf(worldValidators.ContactRecord, { id: 'c', phone: '911' })).toEqual({
      phone: 'phone must be a phone number in E.164 format, such as "+5511999999999"; got "911"',
    })
    const violation = { keyword: 'pattern', instancePath: '/a', schemaPath: '', params: { pattern: '^x+$' } }
    expect([...describe([violation], { a: 'y' })]).toEqual([{ field: 'a', message: 'a must match ^x+$; got "y"' }])
  })

  it('format', () => {
    expect(messagesOf(worldValidators.ContactRecord, { id: 'c', email: 'ana', avatar: 'not a url' })).toEqual({
      email: 'email must be an email address, such as "john@example.com"; got "ana"',
      avatar: 'avatar must be a URL, such as "https://example.com/a.jpg"; got "not a url"',
    })
    expect(messagesOf(body(updateConversation), { snoozedUntil: 'soon' })).toEqual({
      snoozedUntil: 'snoozedUntil must be a date-time in ISO 8601 with its offset, such as "2024-01-15T10:00:00Z"; got "soon"',
    })
    const violation = { keyword: 'format', instancePath: '/a', schemaPath: '', params: { format: 'uuid' } }
    expect([...describe([violation], { a: 'y' })]).toEqual([{ field: 'a', message: 'a must be a uuid; got "y"' }])
  })

  it('alternatives, each of them', () => {
    expect(messagesOf(listConversations.query, { startDate: 'soon' })).toEqual({
      startDate:
        'startDate must be a date, such as "2024-01-15" or a date-time in ISO 8601 with its offset, such as "2024-01-15T10:00:00Z"; got "soon"',
    })
    expect(messagesOf(listConversations.query, { startDate: 5 })).toEqual({ startDate: 'startDate must be a string; got 5' })
  })

  it('additionalProperties', () => {
    expect(messagesOf(worldValidators.BotRecord, { id: 'b', name: 'B', nickname: 'x' })).toEqual({
      body: 'body has the unknown field "nickname"',
    })
  })

  it('any other rule, without a suggestion', () => {
    const violation = { keyword: 'dependentRequired', instancePath: '/a', schemaPath: '', params: {} }
    expect([...describe([violation], { a: 1 })]).toEqual([{ field: 'a', message: 'a must be written as the spec says; got 1' }])
    const odd = { keyword: 'enum', instancePath: '/a', schemaPath: '', params: { allowedValues: 'x' } }
    expect([...describe([odd], { a: 1 })]).toEqual([{ field: 'a', message: 'a must be one of x; got 1' }])
  })
})

group('the field of a problem', () => {
  it('is given as a path', () => {
    expect(messagesOf(body(createConversation), { channelId: 'c', contact: { phone: 'x' }, tags: ['a', ''] })).toEqual({
      'contact.phone': expect.stringContaining('contact.phone must be a phone number'),
      'tags[1]': 'tags[1] must not be empty; got ""',
    })
    const deep = { keyword: 'type', instancePath: '/a~1b/c~0d/0/e', schemaPath: '', params: { type: 'string' } }
    expect([...describe([deep], { 'a/b': { 'c~d': [{ e: 1 }] } })]).toEqual([
      { field: 'a/b.c~d[0].e', message: 'a/b.c~d[0].e must be a string; got 1' },
    ])
  })

  it('is the body when the complete body is invalid', () => {
    expect(messagesOf(worldValidators.World, 'x')).toEqual({ body: 'body must be an object; got "x"' })
  })

  it('is reported once, however many rules it violates', () => {
    const value = { id: '', name: '' }
    expect(worldValidators.BotRecord(value)).toBe(false)
    expect([...describe(worldValidators.BotRecord.errors ?? [], value).map(({ field }) => field)]).toEqual(['id', 'name'])
  })
})

group('the value of a problem', () => {
  it('is cut when it is long', () => {
    const { channelId = '' } = messagesOf(body(createConversation), { channelId: { a: 'x'.repeat(500) } })
    expect(channelId).toBe(`channelId must be a string; got {"a":"${'x'.repeat(71)}...`)
    expect(channelId.length).toBeLessThan(120)
  })

  it('is null where there is none', () => {
    const violation = { keyword: 'type', instancePath: '/a/b', schemaPath: '', params: { type: 'string' } }
    expect([...describe([violation], {})]).toEqual([{ field: 'a.b', message: 'a.b must be a string; got null' }])
    expect([...describe([violation], 'x')]).toEqual([{ field: 'a.b', message: 'a.b must be a string; got null' }])
  })
})

group('problems', () => {
  it('are at most twenty', () => {
    const tags = Array.from({ length: 1000 }, () => 1)
    expect(Object.keys(messagesOf(body(updateConversation), { tags }))).toHaveLength(20)
  })

  it('are none where no rule is violated', () => {
    expect([...describe([], {})]).toEqual([])
  })
})

function emptyWorld(): object {
  return {
    version: 1,
    organization: { id: 'o', name: 'O' },
    users: [{ id: 'u', name: 'U', email: 'u@example.com' }],
    bots: [],
    channels: [],
    contacts: [],
    conversations: [],
    messages: [],
  }
}
