import { Receiver } from '../../contracts/receiver.js'
import type { Rule } from '../../contracts/rule.js'
import { allRules } from '../../contracts/rules/index.js'
import { type Outcome, runRule } from '../../contracts/run-rule.js'
import { Session } from '../../contracts/session.js'
import { generateWorld, guideWorld } from '../../fixtures/index.js'
import type { OperationId } from '../../src/index.js'
import { startMock } from '../../src/mock/create-mock.js'
import { fetchFrom, pass, type Twist } from './call.js'
import type { Mutant } from './mutant.js'
import { divertSending, RECEIVING, type Sending } from './sending.js'

export const WORLD = generateWorld({ conversations: 50, seed: 1, base: guideWorld })

/** Those that read, those that write, those that look at the answers that came: as every run of the contract has them. */
export const PHASES: readonly (readonly Rule[])[] = [
  allRules.filter(({ writes, last }) => !writes && !last),
  allRules.filter(({ writes, last }) => writes && !last),
  allRules.filter(({ last }) => last),
]
const IN_ORDER = PHASES.flat()

/**
 * Checks rules against a server that treats calls like this, one after the other.
 *
 * The clock of the server stands still but for what changes something, which takes a second: so that a run comes to the same each time.
 */
export async function runRules(rules: readonly Rule[], twist: Twist, sending?: Sending): Promise<readonly Outcome[]> {
  const mock = startMock(WORLD)
  mock.clock.freeze()
  if (WORLD.now !== undefined) mock.clock.set(WORLD.now)
  const fetch = fetchFrom(mock, (call) => {
    if (call.method === 'POST' || call.method === 'PATCH') mock.clock.advance({ seconds: 1 })
    return twist(call)
  })
  const options = {
    baseUrl: 'http://mutant.test/v1',
    apiKey: 'key',
    allowWrites: true,
    timeout: sending === undefined ? LONG : SHORT,
    fetch,
  }
  const receiver = new Receiver(`https://${RECEIVING}`)
  const session = new Session(options, 'mutant', receiver)
  const outcomes: Outcome[] = []
  const restore = divertSending(receiver, sending)
  for (const rule of rules) outcomes.push(await runRule(rule, session))
  restore()
  return outcomes
}

/** Milliseconds that a rule waits for what is sent to a webhook: not for long where a fault may keep it away. */
const LONG = 1500
const SHORT = 250

/** Outcomes of all rules against a faultless server, which show the operations that each calls. */
export async function runFaultless(): Promise<readonly Outcome[]> {
  return runRules(IN_ORDER, pass)
}

/** The rules that a fault of an operation may break: those that call it, and the one that looks at all its answers. */
export function callersOf(operation: OperationId | undefined, faultless: readonly Outcome[]): readonly Rule[] {
  if (operation === undefined) return IN_ORDER
  return faultless
    .filter(({ rule, exchanges }) => (rule.last ? rule.operation === operation : exchanges.some((each) => each.operation === operation)))
    .map(({ rule }) => rule)
}

/** The rules that catch a mutant. */
export async function rulesThatCatch({ operation, twist, sending }: Mutant, faultless: readonly Outcome[]): Promise<readonly Rule[]> {
  const faulty: Twist = (call) => (operation === undefined || call.operation === operation ? twist(call) : pass(call))
  const outcomes = await runRules(callersOf(operation, faultless), faulty, sending)
  return outcomes.filter(({ state }) => state === 'failed').map(({ rule }) => rule)
}
