import { at } from '../at.js'
import type { Answer } from '../exchange.js'
import type { RuleRequest } from '../wire.js'
import { isDetermined, type Standing } from './determined.js'
import { type Outcome, outcomeOf } from './outcome.js'
import { type Held, type Known, type NewConversation, requestOf } from './requests.js'
import { SLOTS, type Step } from './steps.js'

/** A server on which sequences are played. */
export interface Server {
  readonly send: (sent: RuleRequest) => Promise<Answer>
}

/** A step as it was sent to the server under test. */
export interface Played {
  readonly step: Step
  readonly sent: RuleRequest
  /** The conversation that the step created, if any. */
  readonly made?: Held
}

/** A step in which the server under test differs from the reference. */
export interface Difference {
  /** The steps up to the difference, including it. */
  readonly played: readonly Played[]
  readonly expected: Outcome
  readonly actual: Outcome
}

interface Sides {
  readonly reference: Server
  readonly target: Server
  readonly known: Known
  /** The next body for `POST /conversations`. */
  readonly fresh: () => NewConversation
}

/** Plays a sequence on both servers, up to the first response in which they differ. */
export async function play(steps: readonly Step[], { reference, target, known, fresh }: Sides): Promise<Difference | undefined> {
  const standing: (Standing | undefined)[] = Array.from({ length: SLOTS })
  const onTarget: (Held | undefined)[] = Array.from({ length: SLOTS })
  const past: { readonly expected: Map<unknown, string>; readonly actual: Map<unknown, string> } = {
    expected: new Map(),
    actual: new Map(),
  }
  const played: Played[] = []

  for (const step of steps) {
    const { slot } = step
    if (!isDetermined(step, standing[slot])) continue
    const body = fresh()
    const [expectedAnswer, sent] = [
      await reference.send(requestOf(step, standing[slot], known, body)),
      requestOf(step, onTarget[slot], known, body),
    ]
    const actualAnswer = await target.send(sent)
    const filled = step.call.startsWith('create') && expectedAnswer.status < 300 && actualAnswer.status < 300
    played.push({ step, sent, ...(filled && { made: heldOf(actualAnswer) }) })
    if (filled) {
      const [made, madeThere] = [heldOf(expectedAnswer), heldOf(actualAnswer)]
      past.expected.set(made.id, `conversation ${past.expected.size + 1}`)
      past.actual.set(madeThere.id, `conversation ${past.actual.size + 1}`)
      standing[slot] = { ...made, status: 'open' }
      onTarget[slot] = madeThere
    }
    const expected = outcomeOf(step, expectedAnswer, (id) => past.expected.get(id))
    const actual = outcomeOf(step, actualAnswer, (id) => past.actual.get(id))
    if (JSON.stringify(expected) !== JSON.stringify(actual)) return { played, expected, actual }
    standing[slot] = after(step, standing[slot], expected)
  }
  return undefined
}

/** The conversation of a slot after a step that succeeded. */
function after(step: Step, standing: Standing | undefined, { status }: Outcome): Standing | undefined {
  if (standing === undefined || status >= 300) return standing
  if (step.call === 'close') return { ...standing, status: 'closed' }
  if (step.call === 'reopen') return { ...standing, status: 'open' }
  if (step.call === 'update') return { ...standing, status: step.changes.status ?? standing.status }
  return standing
}

function heldOf({ body }: Answer): Held {
  return { id: String(at(body, 'data', 'id')), contactId: String(at(body, 'data', 'attributes', 'contact', 'id')) }
}
