import { worldValidators } from '../generated/world-validator.js'
import type { Identified, World } from './records.js'
import { conversationProblems, deliveryProblems, type Known, messageProblems, problem } from './rules.js'
import { describe, type Problem } from './violations.js'

const SHOWN = 10
const KINDS = ['users', 'bots', 'channels', 'contacts', 'conversations', 'messages', 'webhooks', 'deliveries'] as const

/**
 * An invalid world; each problem names the field, the value and what is valid.
 *
 * @example
 * try {
 *   createMock({ world: JSON.parse(text) })
 * } catch (error) {
 *   if (error instanceof InvalidWorld) for (const { field, message } of error.problems) console.error(field, message)
 * }
 */
export class InvalidWorld extends Error {
  /** The first problems. */
  readonly problems: readonly Problem[]
  /** Number of further problems. */
  readonly more: number

  constructor(problems: readonly Problem[], more = 0) {
    const shown = problems.slice(0, SHOWN).map(({ message }) => `  ${message}`)
    const rest = problems.length - shown.length + more
    super(['The world does not fit:', ...shown, ...(rest > 0 ? [`  and ${rest} more`] : [])].join('\n'))
    this.name = 'InvalidWorld'
    this.more = more
    this.problems = problems
  }
}

/**
 * Parses a world from any value, such as the JSON of a file.
 *
 * @throws InvalidWorld when it does not follow `spec/world.yaml`, or refers to missing records
 */
export function parseWorld(value: unknown): World {
  if (!isWorld(value)) {
    const problems = describe(worldValidators.World.errors ?? [], value, 'world')
    throw new InvalidWorld(problems, problems.more)
  }
  const problems = [...timeProblems(value), ...repeatedIds(value), ...brokenRules(value)]
  if (problems.length > 0) throw new InvalidWorld(problems)
  return value
}

function isWorld(value: unknown): value is World {
  return worldValidators.World(value)
}

/** Problem of a time before 1970, at which no clock starts. */
function timeProblems({ now }: World): Problem[] {
  return now !== undefined && now < '1970' ? [problem('now', now, 'must not be before the year 1970')] : []
}

/** Problems of repeated ids: ids are unique in their kind, and users and bots share theirs as assignees. */
function repeatedIds(world: World): Problem[] {
  return KINDS.flatMap((kind) => {
    const seen = new Set(kind === 'bots' ? world.users.map(({ id }) => id) : [])
    const records: readonly Identified[] = world[kind] ?? []
    return records.flatMap(({ id }, i) => {
      if (seen.has(id)) return problem(`${kind}[${i}].id`, id, 'must be unique')
      seen.add(id)
      return []
    })
  })
}

function brokenRules(world: World): Problem[] {
  const known: Known = {
    users: idsOf(world.users),
    bots: idsOf(world.bots),
    channels: idsOf(world.channels),
    contacts: idsOf(world.contacts),
    conversations: idsOf(world.conversations),
  }
  const webhooks = idsOf(world.webhooks ?? [])
  return [
    ...problemsOf('conversations', world.conversations, (record) => conversationProblems(record, known)),
    ...problemsOf('messages', world.messages, (record) => messageProblems(record, known)),
    ...problemsOf('deliveries', world.deliveries ?? [], (record) => deliveryProblems(record, webhooks)),
  ]
}

function problemsOf<R>(kind: string, records: readonly R[], rules: (record: R) => readonly Problem[]): Problem[] {
  const problems: Problem[] = []
  for (const [i, record] of records.entries()) {
    for (const { field, message } of rules(record)) problems.push({ field: `${kind}[${i}].${field}`, message: `${kind}[${i}].${message}` })
  }
  return problems
}

function idsOf(records: readonly Identified[]): ReadonlySet<string> {
  return new Set(records.map(({ id }) => id))
}
