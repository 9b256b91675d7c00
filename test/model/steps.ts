import fc from 'fast-check'
import { mostly, sometimes } from './chances.js'

/** A request as drawn: it names conversations and contacts by an index, resolved when it is sent. */
export interface Ask {
  readonly method: 'GET' | 'POST' | 'PATCH'
  /** Relative to `/conversations/:id`, or `undefined` for `/conversations` itself. */
  readonly action?: '' | '/close' | '/reopen' | '/assign' | '/transfer' | '/participants'
  readonly conversation?: Pick
  /** Becomes the `contactId` of the query or the body. */
  readonly contact?: Pick | undefined
  readonly query?: Fields
  /** `undefined` sends none. */
  readonly body?: Fields | 'no object' | undefined
  readonly idempotencyKey?: string | undefined
}

/** Repeats an earlier POST; with another body if the Idempotency-Key is the only thing repeated. */
export interface Again {
  readonly again: number
  readonly otherBody: boolean
}

/** The n-th existing record, modulo their number; `nobody` for an unknown id. */
export type Pick = number | 'nobody'

/** Removes `undefined` properties. */
export type Fields = Readonly<Record<string, unknown>>

export interface Step {
  /** Milliseconds that pass before the request. */
  readonly wait: number
  readonly ask: Ask | Again
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** One of several values, drawn by weight; shrinks towards the first. */
function oneOf<T>(...choices: readonly (readonly [weight: number, ...values: readonly T[]])[]): fc.Arbitrary<T> {
  const arbitraries = choices.map(([weight, ...values]) => ({ weight, arbitrary: fc.constantFrom(...values) }))
  return fc.oneof({ withCrossShrink: true }, ...arbitraries)
}

const wait = oneOf(
  [12, 0],
  [1, 400],
  [5, SECOND],
  [2, MINUTE, 10 * MINUTE, 31 * MINUTE],
  [2, HOUR - SECOND, HOUR, 5 * HOUR],
  [1, 24 * HOUR - SECOND, 24 * HOUR, 30 * HOUR],
)

const pick: fc.Arbitrary<Pick> = fc.oneof({ weight: 24, arbitrary: fc.nat(11) }, { weight: 1, arbitrary: fc.constant('nobody' as const) })
const status = oneOf<unknown>([20, 'open', 'pending', 'snoozed', 'closed'], [1, 'done', null, 7])
const channelId = oneOf<unknown>([20, 'ch_support', 'ch_sales', 'ch_mail'], [1, 'ch_none', '', null])
const userId = oneOf<unknown>([20, 'user_ana', 'user_bo', 'user_cy'], [1, 'user_none', '', 5])
const botId = oneOf<unknown>([20, 'bot_help', 'bot_sales'], [1, 'bot_none', 'user_ana', false])
const assigneeId = fc.oneof({ weight: 3, arbitrary: userId }, { weight: 2, arbitrary: botId })
const phrase = oneOf<unknown>([10, 'x', 'Customer asked', ''], [1, 5, null])
const tags = oneOf<unknown>([10, [], ['vip'], ['vip', 'vip', 'late'], ['billing']], [1, 'vip', [''], ['vip', 3]])
const metadata = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.dictionary(
      fc.constantFrom('source', 'tier', 'nested', 'constructor', ''),
      fc.constantFrom<unknown>('website', 1, null, false, { deep: { er: null } }, [], ''),
      { maxKeys: 3, noNullPrototype: true },
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom<unknown>('none', [], null, 1) },
)
const idempotencyKey = sometimes(fc.constantFrom('key-1', 'key-2', 'key-3'), 3)
const notAnObject = fc.constantFrom<undefined | 'no object'>(undefined, 'no object')

/** Contact details that match the world's contacts: one, two at once, or none. */
const contact = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.record({
      phone: mostly(oneOf<unknown>([24, '+5511999999999', '+5511888888888'], [1, '11 99999', 5, ''])),
      email: sometimes(
        oneOf<unknown>([24, 'john@example.com', 'jane@example.com', 'anon@example.com', 'new@example.com'], [1, 'nobody', '']),
      ),
      name: sometimes(oneOf<unknown>([24, 'John Doe', 'Jane Smith', 'Somebody Else'], [1, '', 3])),
      nickname: sometimes(fc.constant('ignored'), 10),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom<unknown>('John', null, []) },
)

const dates = oneOf<unknown>(
  [8, '2024-01-13', '2024-01-14', '2024-01-15', '2024-01-16'],
  [8, '2024-01-14T23:59:59Z', '2024-01-14T23:59:59.500Z', '2024-01-15T00:00:00Z', '2024-01-15T12:00:00Z', '2024-01-15T02:00:00+02:00'],
  [1, 'today', '2024-01', ''],
)

/** Words of the world, of the notices that transfers send, or of neither; short and long, in either case. */
const searched = oneOf<unknown>(
  [10, 'order', 'JOHN', 'transferred to', 'BEEN TRANSFERRED TO HELP BOT.', 'o', 'Cy', 'you', '?', '', 'nothing like it'],
  [5, 'receipt', 'çeşme', 'E\nof', 'Office', 'thanks!\n', 'somebody', 'jpg', 'Call me tomorrowAfter'],
)

const list: fc.Arbitrary<Ask> = fc.record({
  method: fc.constant('GET' as const),
  contact: sometimes(pick, 5),
  query: fc.record({
    page: sometimes(oneOf<unknown>([10, 1, 2, 3], [1, 0, -1, 'x', '1.5', 99, '']), 4),
    perPage: sometimes(oneOf<unknown>([12, 2, 3, 5, 100], [1, 0, 101, 'ten']), 3),
    status: sometimes(status, 4),
    channelId: sometimes(channelId, 6),
    channelType: sometimes(oneOf<unknown>([10, 'whatsapp', 'email', 'sms'], [1, 'pigeon']), 6),
    assigneeId: sometimes(assigneeId, 6),
    botId: sometimes(botId, 8),
    startDate: sometimes(dates, 7),
    endDate: sometimes(dates, 7),
    search: sometimes(searched, 7),
    sortBy: sometimes(oneOf<unknown>([20, 'createdAt', 'updatedAt', 'lastMessageAt', 'messageCount', 'unreadCount'], [1, 'id', ''])),
    sortOrder: sometimes(oneOf<unknown>([20, 'asc', 'desc'], [1, 'up'])),
    limit: sometimes(fc.constant('ignored'), 20),
  }),
})

const get: fc.Arbitrary<Ask> = fc.record({
  method: fc.constant('GET' as const),
  action: fc.constant('' as const),
  conversation: pick,
  query: fc.record({
    includeMessages: sometimes(oneOf<unknown>([10, true, false], [1, 'yes', ''])),
    messageLimit: sometimes(oneOf<unknown>([10, 1, 2, 100], [1, 0, 101, 'all']), 3),
  }),
})

const participants: fc.Arbitrary<Ask> = fc.record({
  method: fc.constant('GET' as const),
  action: fc.constant('/participants' as const),
  conversation: pick,
})

const create: fc.Arbitrary<Ask> = fc.record({
  method: fc.constant('POST' as const),
  contact: sometimes(pick),
  body: fc.oneof(
    {
      weight: 24,
      arbitrary: fc.record({
        channelId: fc.oneof({ weight: 20, arbitrary: channelId }, { weight: 1, arbitrary: fc.constant(undefined) }),
        contact: mostly(contact),
        assigneeId: sometimes(assigneeId, 3),
        botId: sometimes(botId, 3),
        metadata: sometimes(metadata),
        tags: sometimes(tags),
      }),
    },
    { weight: 1, arbitrary: notAnObject },
  ),
  idempotencyKey,
})

const update: fc.Arbitrary<Ask> = fc.record({
  method: fc.constant('PATCH' as const),
  action: fc.constant('' as const),
  conversation: pick,
  body: fc.oneof(
    {
      weight: 24,
      arbitrary: fc.record({
        status: mostly(status, 3),
        snoozedUntil: sometimes(
          oneOf<unknown>(
            [
              10,
              '2024-01-15T12:30:00Z',
              '2024-01-15T13:00:00Z',
              '2024-01-15T12:00:01.900Z',
              '2024-01-16T12:00:00+03:00',
              '2024-01-18T00:00:00Z',
            ],
            [1, '2024-01-15T12:00:00Z', '2024-01-16', 'tomorrow'],
          ),
          6,
        ),
        metadata: sometimes(metadata),
        tags: sometimes(tags, 3),
        priority: sometimes(oneOf<unknown>([10, 'low', 'normal', 'high', 'urgent'], [1, 'asap', null]), 4),
        note: sometimes(fc.constant('ignored'), 20),
      }),
    },
    { weight: 1, arbitrary: notAnObject },
  ),
})

/** Snoozes are drawn often, so that some end. */
const snooze: fc.Arbitrary<Ask> = fc.record({
  method: fc.constant('PATCH' as const),
  action: fc.constant('' as const),
  conversation: pick,
  body: fc.constantFrom<Fields[]>(
    { status: 'snoozed' },
    { status: 'snoozed', snoozedUntil: '2024-01-15T13:00:00Z' },
    { snoozedUntil: '2024-01-15T14:00:00Z' },
  ),
})

const close: fc.Arbitrary<Ask> = fc.record({
  method: fc.constant('POST' as const),
  action: fc.constant('/close' as const),
  conversation: pick,
  body: fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        reason: sometimes(phrase),
        resolution: sometimes(oneOf<unknown>([12, 'resolved', 'unresolved', 'spam'], [1, 'maybe'])),
        notes: sometimes(phrase),
      }),
    },
    { weight: 1, arbitrary: notAnObject },
  ),
  idempotencyKey,
})

const reopen: fc.Arbitrary<Ask> = fc.record({
  method: fc.constant('POST' as const),
  action: fc.constant('/reopen' as const),
  conversation: pick,
  idempotencyKey,
})

const assign: fc.Arbitrary<Ask> = fc.record({
  method: fc.constant('POST' as const),
  action: fc.constant('/assign' as const),
  conversation: pick,
  body: fc.oneof(
    {
      weight: 24,
      arbitrary: fc.record({
        assigneeId: fc.oneof({ weight: 20, arbitrary: assigneeId }, { weight: 1, arbitrary: fc.constant(undefined) }),
        assigneeType: sometimes(oneOf<unknown>([12, 'user', 'bot'], [1, 'team']), 3),
        note: sometimes(phrase, 4),
      }),
    },
    { weight: 1, arbitrary: notAnObject },
  ),
  idempotencyKey,
})

const transfer: fc.Arbitrary<Ask> = fc.record({
  method: fc.constant('POST' as const),
  action: fc.constant('/transfer' as const),
  conversation: pick,
  body: fc.oneof(
    {
      weight: 24,
      arbitrary: fc.record({
        toAssigneeId: fc.oneof({ weight: 20, arbitrary: assigneeId }, { weight: 1, arbitrary: fc.constant(undefined) }),
        reason: sometimes(phrase, 3),
        summary: sometimes(phrase, 3),
        notifyContact: sometimes(oneOf<unknown>([12, true, true, false], [1, 'yes'])),
      }),
    },
    { weight: 1, arbitrary: notAnObject },
  ),
  idempotencyKey,
})

const again: fc.Arbitrary<Again> = fc.record({ again: fc.nat(20), otherBody: oneOf([4, false], [1, true]) })

/**
 * A request and the time before it: mostly existing ids and valid values, and sometimes enough time for a snooze or an idempotency key to
 * expire.
 */
export const step: fc.Arbitrary<Step> = fc.record({
  wait,
  ask: fc.oneof<fc.WeightedArbitrary<Ask | Again>[]>(
    { weight: 4, arbitrary: list },
    { weight: 2, arbitrary: get },
    { weight: 2, arbitrary: participants },
    { weight: 6, arbitrary: create },
    { weight: 5, arbitrary: update },
    { weight: 2, arbitrary: snooze },
    { weight: 3, arbitrary: close },
    { weight: 2, arbitrary: reopen },
    { weight: 3, arbitrary: assign },
    { weight: 3, arbitrary: transfer },
    { weight: 2, arbitrary: again },
  ),
})

/** Exactly n steps; shrinks to as few as possible. */
export function sequenceOf(count: number): fc.Arbitrary<Step[]> {
  return new Sequence(fc.array(step, { minLength: count, maxLength: count }), fc.array(step, { maxLength: count }))
}

class Sequence extends fc.Arbitrary<Step[]> {
  readonly #exactly: fc.Arbitrary<Step[]>
  readonly #atMost: fc.Arbitrary<Step[]>

  constructor(exactly: fc.Arbitrary<Step[]>, atMost: fc.Arbitrary<Step[]>) {
    super()
    this.#exactly = exactly
    this.#atMost = atMost
  }

  override generate(random: fc.Random, biasFactor: number | undefined): fc.Value<Step[]> {
    return this.#exactly.generate(random, biasFactor)
  }

  override canShrinkWithoutContext(value: unknown): value is Step[] {
    return this.#atMost.canShrinkWithoutContext(value)
  }

  override shrink(value: Step[], context: unknown): fc.Stream<fc.Value<Step[]>> {
    return this.#atMost.shrink(value, context)
  }
}
