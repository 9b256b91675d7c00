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

/** The phases of a run: rules that read, rules that write, rules that check all responses. */
export const PHASES: readonly (readonly Rule[])[] = [
  allRules.filter(({ writes, last }) => !writes && !last),
  allRules.filter(({ writes, last }) => writes && !last),
  allRules.filter(({ last }) => last),
]
const IN_ORDER = PHASES.flat()

/**
 * Checks rules one after the other against a server that handles calls like this.
 *
 * The clock of the server advances only by writes, by one second each, so that runs are deterministic.
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

/** Milliseconds that a rule waits for a delivery: short, because a fault may prevent it. */
const LONG = 1500
const SHORT = 250

/** Outcomes of all rules against a faultless server, which show the operations that each calls. */
export async function runFaultless(): Promise<readonly Outcome[]> {
  return runRules(IN_ORDER, pass)
}

/** The rules that a fault of an operation can fail: those that call it, and the one that checks all its responses. */
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
