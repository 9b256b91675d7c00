import { Created } from './created.js'
import type { Exchange } from './exchange.js'
import { Ledger } from './ledger.js'
import type { ContractOptions } from './options.js'
import { Pace } from './pace.js'
import { Target } from './target.js'
import { type Sent, Wire } from './wire.js'

/** One run against one server: what all rules share. */
export class Session {
  readonly options: ContractOptions
  readonly wire: Wire
  readonly ledger = new Ledger()
  readonly created: Created
  readonly target: Target
  readonly #pace: Pace
  readonly #underWay = new Set<Promise<unknown>>()

  /** @param runId - marks what this run creates; letters and digits */
  constructor(options: ContractOptions, runId = newRunId()) {
    this.options = options
    this.#pace = new Pace(options.rps)
    this.wire = new Wire(options, this.#pace)
    this.created = new Created(runId)
    this.target = new Target(options, this.wire)
  }

  /** Sends a request of a rule, and notes what came of it. @throws Unreachable @throws Ended */
  send(sent: Sent): Promise<Exchange> {
    const exchange = this.#exchange(sent)
    this.#underWay.add(exchange)
    const done = (): boolean => this.#underWay.delete(exchange)
    exchange.then(done, done)
    return exchange
  }

  /** Closes all that was created and is not closed yet, also when the run was ended: that takes a wire that has not been. */
  async cleanUp(): Promise<void> {
    await Promise.allSettled(this.#underWay) // a rule that failed may have left requests behind, which create something
    const { signal: _, ...options } = this.options
    await this.created.closeAll(new Wire(options, this.#pace))
  }

  async #exchange(sent: Sent): Promise<Exchange> {
    const exchange = await this.wire.send(sent)
    this.created.note(exchange)
    this.ledger.note(exchange)
    return exchange
  }
}

function newRunId(): string {
  return Date.now().toString(36) + Math.random().toString(36).slice(2, 6)
}
