import type { ExpectStatic } from 'vitest'
import type { OperationId } from '../src/generated/routes.js'
import type { Client } from './client.js'
import { AnswersDepart, type Departure } from './ledger.js'
import type { Hook } from './receiver.js'
import type { Target } from './target.js'

/** How a rule is founded: the guide says it, or it follows from what the guide says. */
export type Level = 'documented' | 'implied'

/** A sentence of the guide that a server keeps or breaks. */
export interface Rule {
  /** `LIST-07`. */
  readonly id: string
  /** What holds, in the words of the guide: `perPage bounds the page`. */
  readonly sentence: string
  /** The section of the guide that says it. */
  readonly section: string
  readonly operation: OperationId
  readonly level: Level
  /** It creates conversations or webhooks, and changes those that it has created; other rules only read. */
  readonly writes: boolean
  /** It looks at what the others have been answered, and comes after them. */
  readonly last?: boolean
  readonly check: (context: RuleContext) => Promise<void>
}

/** What a rule works with. */
export interface RuleContext {
  /** Calls of the API; each is shown with the failure of the rule that made it. */
  readonly api: Client
  /** What there is on the server to work with. What cannot be found is a skip. */
  readonly target: Target
  /** A URL for a webhook, and what arrives there. Where the server cannot reach this machine, it is a skip. */
  readonly hook: () => Promise<Hook>
  readonly expect: ExpectStatic
  /** Tells of a choice that the guide leaves open: never a failure. */
  readonly observe: (what: string) => void
  /** How the answers of this run, so far, depart from the document. */
  readonly departures: (operation: OperationId) => readonly Departure[]
  /** Ends the rule, which cannot be checked here. */
  readonly skip: (reason: string) => never
}

/** Makes the rules of one operation. */
export interface RuleMaker {
  /** A rule that reads only. */
  readonly reads: (id: string, level: Level, sentence: string, check: Rule['check']) => Rule
  /** A rule that creates what it needs, and changes that. */
  readonly writes: (id: string, level: Level, sentence: string, check: Rule['check']) => Rule
  /** The rule that every answer of the operation, to whichever rule, fits the document. */
  readonly answersFit: (id: string) => Rule
}

/** The operations whose success changes nothing. */
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
 * reads('LIST-07', 'documented', 'perPage bounds the page', async ({ api, expect }) => {
 *   expect((await api.list({ perPage: 2 })).data.length).toBeLessThanOrEqual(2)
 * })
 */
export function rulesOf(operation: OperationId, section: string): RuleMaker {
  return {
    reads: (id, level, sentence, check) => ({ id, sentence, section, operation, level, writes: false, check }),
    writes: (id, level, sentence, check) => ({ id, sentence, section, operation, level, writes: true, check }),
    answersFit: (id) => ({
      id,
      sentence: 'every answer, also one that refuses, has the documented shape',
      section,
      operation,
      level: 'documented',
      writes: !READING.has(operation),
      last: true,
      async check({ api, departures }) {
        const found = departures(operation)
        if (found.length === 0) return
        api.exchanges.push(...found.slice(0, SHOWN).map(({ exchange }) => exchange))
        throw new AnswersDepart(found.flatMap(({ problems }) => problems))
      },
    }),
  }
}

/** So many of the answers that depart are shown. */
const SHOWN = 3
