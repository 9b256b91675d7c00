import type { ExpectStatic } from 'vitest'
import type { OperationId } from '../src/generated/routes.js'
import type { Client } from './client.js'
import type { Hook } from './receiver.js'
import type { Target } from './target.js'
import { type Violation, ViolationsFound } from './violations.js'

/** `documented`: the guide says it. `implied`: it follows from what the guide says. */
export type Level = 'documented' | 'implied'

/** A sentence of the guide that a server meets or breaks. */
export interface Rule {
  /** `LIST-07`. */
  readonly id: string
  /** Behavior of a conforming server: `perPage limits the page size`. */
  readonly sentence: string
  /** The section of the guide that says it. */
  readonly section: string
  readonly operation: OperationId
  readonly level: Level
  /** Creates conversations or webhooks and changes only those; other rules only read. */
  readonly writes: boolean
  /** Runs after all others, because it checks their responses. */
  readonly last?: boolean
  readonly check: (context: RuleContext) => Promise<void>
}

/** Argument of a rule. */
export interface RuleContext {
  /** Calls the API; the calls appear in the report of a failed rule. */
  readonly api: Client
  /** Existing data of the server. Skips the rule when nothing suitable is found. */
  readonly target: Target
  /** A webhook URL with the deliveries it receives. Skips the rule when the server cannot reach this machine. */
  readonly hook: () => Promise<Hook>
  readonly expect: ExpectStatic
  /** Records behavior that the guide does not specify; never a failure. */
  readonly observe: (observation: string) => void
  /** Responses of this run, so far, that do not match the document. */
  readonly violations: (operation: OperationId) => readonly Violation[]
  /** Skips the rule, which cannot be checked on this server. */
  readonly skip: (reason: string) => never
}

/** Creates the rules of one operation. */
export interface RuleMaker {
  /** A rule that only reads. */
  readonly reads: (id: string, level: Level, sentence: string, check: Rule['check']) => Rule
  /** A rule that changes only what it creates. */
  readonly writes: (id: string, level: Level, sentence: string, check: Rule['check']) => Rule
  /** The rule that all responses of the operation, to any rule, match the document. */
  readonly answersFit: (id: string) => Rule
}

/** Operations that change nothing. */
const READING: ReadonlySet<OperationId> = new Set([
  'listConversations',
  'getConversation',
  'listConversationParticipants',
  'listWebhooks',
  'getWebhook',
  'listDeliveries',
])

/**
 * @param section - the section of the guide, by its heading
 * @example
 * const { reads } = rulesOf('listConversations', 'List Conversations')
 * reads('LIST-07', 'documented', 'perPage limits the page size', async ({ api, expect }) => {
 *   expect((await api.list({ perPage: 2 })).data.length).toBeLessThanOrEqual(2)
 * })
 */
export function rulesOf(operation: OperationId, section: string): RuleMaker {
  return {
    reads: (id, level, sentence, check) => ({ id, sentence, section, operation, level, writes: false, check }),
    writes: (id, level, sentence, check) => ({ id, sentence, section, operation, level, writes: true, check }),
    answersFit: (id) => ({
      id,
      sentence: 'every response, including errors, has the documented shape',
      section,
      operation,
      level: 'documented',
      writes: !READING.has(operation),
      last: true,
      async check({ api, violations }) {
        const found = violations(operation)
        if (found.length === 0) return
        api.exchanges.push(...found.slice(0, MAX_SHOWN).map(({ exchange }) => exchange))
        throw new ViolationsFound(found.flatMap(({ problems }) => problems))
      },
    }),
  }
}

/** Number of violating responses in the report. */
const MAX_SHOWN = 3
