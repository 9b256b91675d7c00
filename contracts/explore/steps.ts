import fc from 'fast-check'

/** An assignee. */
export type Whom = 'user' | 'otherUser' | 'bot'

/** One call of a sequence. `slot` is the conversation that it is about: a sequence has three slots, empty at first. */
export type Step =
  | {
      readonly call: 'create'
      readonly slot: number
      readonly tags?: readonly string[]
      readonly metadata?: Metadata
      readonly assignee?: Whom
    }
  | { readonly call: 'createAgain'; readonly slot: number }
  | { readonly call: 'createWithout'; readonly slot: number; readonly field: 'channelId' | 'channel' | 'contact' }
  | { readonly call: 'update'; readonly slot: number; readonly changes: Changes }
  | { readonly call: 'close'; readonly slot: number; readonly resolution?: 'resolved' | 'unresolved' | 'spam'; readonly reason?: string }
  | { readonly call: 'reopen' | 'participants'; readonly slot: number }
  | { readonly call: 'assign' | 'transfer'; readonly slot: number; readonly to: Whom | 'nobody' }
  | { readonly call: 'get'; readonly slot: number; readonly includeMessages?: boolean }
  | { readonly call: 'list'; readonly slot: number; readonly status?: 'open' | 'pending' | 'closed' }

type Metadata = Readonly<Record<string, string | number | boolean>>

interface Changes {
  readonly status?: 'open' | 'pending' | 'closed'
  readonly priority?: 'low' | 'normal' | 'high' | 'urgent'
  readonly metadata?: Metadata
  readonly tags?: readonly string[]
}

export const SLOTS = 3
const MAX_STEPS = 12

const slot = fc.nat(SLOTS - 1)
const word = fc.constantFrom('vip', 'order', 'refund', 'São Paulo', "it's", '100%', '日本')
const metadata = fc.dictionary(fc.constantFrom('order', 'campaign', 'intent'), fc.oneof(word, fc.nat(99), fc.boolean()), { maxKeys: 3 })
const tags = fc.uniqueArray(word, { maxLength: 3 })
const whom = fc.constantFrom<Whom>('user', 'otherUser', 'bot')
const status = fc.constantFrom('open', 'pending', 'closed')

const creation: fc.Arbitrary<Step> = fc.record(
  { call: fc.constant('create'), slot, tags, metadata, assignee: whom },
  { requiredKeys: ['call', 'slot'] },
)

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: creation },
  { weight: 1, arbitrary: fc.record({ call: fc.constant('createAgain'), slot }) },
  {
    weight: 1,
    arbitrary: fc.record({ call: fc.constant('createWithout'), slot, field: fc.constantFrom('channelId', 'channel', 'contact') }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      call: fc.constant('update'),
      slot,
      changes: fc.record({ status, priority: fc.constantFrom('low', 'normal', 'high', 'urgent'), metadata, tags }, { requiredKeys: [] }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record(
      { call: fc.constant('close'), slot, resolution: fc.constantFrom('resolved', 'unresolved', 'spam'), reason: word },
      { requiredKeys: ['call', 'slot'] },
    ),
  },
  { weight: 3, arbitrary: fc.record({ call: fc.constantFrom('reopen', 'participants'), slot }) },
  { weight: 4, arbitrary: fc.record({ call: fc.constantFrom('assign', 'transfer'), slot, to: fc.oneof(whom, fc.constant('nobody')) }) },
  {
    weight: 3,
    arbitrary: fc.record({ call: fc.constant('get'), slot, includeMessages: fc.boolean() }, { requiredKeys: ['call', 'slot'] }),
  },
  { weight: 3, arbitrary: fc.record({ call: fc.constant('list'), slot, status }, { requiredKeys: ['call', 'slot'] }) },
)

/** Sequences of calls, most valid, some slightly invalid. Each starts by creating a conversation. */
export const sequences: fc.Arbitrary<readonly Step[]> = fc
  .tuple(creation, fc.array(step, { minLength: 1, maxLength: MAX_STEPS }))
  .map(([first, rest]) => [first, ...rest])
