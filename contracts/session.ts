import { CreatedResources } from './created-resources.js'
import type { Exchange } from './exchange.js'
import { listen } from './listen.js'
import type { ContractOptions } from './options.js'
import { Pace } from './pace.js'
import type { Receiver } from './receiver.js'
import { Skipped } from './skipped.js'
import { Target } from './target.js'
import { Violations } from './violations.js'
import { type RuleRequest, Unreachable, Wire } from './wire.js'

/** State that all rules of one run against one server share. */
export class Session {
  readonly options: ContractOptions
  readonly wire: Wire
  readonly violations = new Violations()
  readonly created: CreatedResources
  readonly target: Target
  readonly #pace: Pace
  #receiver: Promise<Receiver> | undefined
  readonly #underWay = new Set<Promise<unknown>>()

  /**
   * @param runId - marks what this run creates; letters and digits
   * @param receiver - receives deliveries instead of a listening receiver
   */
  constructor(options: ContractOptions, runId = newRunId(), receiver?: Receiver) {
    this.options = options
    this.#receiver = receiver && Promise.resolve(receiver)
    this.#pace = new Pace(options.rps)
    this.wire = new Wire(options, this.#pace)
    this.created = new CreatedResources(runId)
    this.target = new Target(options, this.wire)
  }

  /** Sends a request of a rule and records the exchange. @throws Unreachable @throws Ended */
  send(sent: RuleRequest): Promise<Exchange> {
    const exchange = this.#exchange(sent)
    this.#underWay.add(exchange)
    const done = (): boolean => this.#underWay.delete(exchange)
    exchange.then(done, done)
    return exchange
  }

  /** The receiver of deliveries. @throws Skipped when none is configured */
  receiver(): Promise<Receiver> {
    const { receiver: url, receiverPort: port } = this.options
    if (url !== undefined) this.#receiver ??= listen(url, port)
    if (this.#receiver !== undefined) return this.#receiver
    throw new Skipped('no address is configured at which the server can reach this machine; set --receiver')
  }

  /** Closes or deletes what was created, and stops listening. Uses a wire without the abort signal, so that it works after an aborted run too. */
  async cleanUp(): Promise<void> {
    await Promise.allSettled(this.#underWay) // a failed rule may have pending requests that still create something
    const { signal: _, ...options } = this.options
    await this.created.closeAll(new Wire(options, this.#pace))
    await this.close()
  }

  /** Stops listening. */
  async close(): Promise<void> {
    const receiver = this.#receiver
    this.#receiver = undefined
    await (await receiver?.catch(() => undefined))?.close()
  }

  async #exchange(sent: RuleRequest): Promise<Exchange> {
    const exchange = await this.wire.send(sent).catch((error: unknown) => {
      if (error instanceof Unreachable) this.created.miss(sent)
      throw error
    })
    this.created.note(exchange)
    this.violations.note(exchange)
    return exchange
  }
}

function newRunId(): string {
  return Date.now().toString(36) + Math.random().toString(36).slice(2, 6)
}
