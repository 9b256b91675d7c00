import { Created } from './created.js'
import type { Exchange } from './exchange.js'
import { Ledger } from './ledger.js'
import { listen } from './listen.js'
import type { ContractOptions } from './options.js'
import { Pace } from './pace.js'
import type { Receiver } from './receiver.js'
import { Skipped } from './skipped.js'
import { Target } from './target.js'
import { type Sent, Unreachable, Wire } from './wire.js'

/** One run against one server: what all rules share. */
export class Session {
  readonly options: ContractOptions
  readonly wire: Wire
  readonly ledger = new Ledger()
  readonly created: Created
  readonly target: Target
  readonly #pace: Pace
  #receiver: Promise<Receiver> | undefined
  readonly #underWay = new Set<Promise<unknown>>()

  /**
   * @param runId - marks what this run creates; letters and digits
   * @param receiver - takes what webhooks are sent, in the place of one that listens
   */
  constructor(options: ContractOptions, runId = newRunId(), receiver?: Receiver) {
    this.options = options
    this.#receiver = receiver && Promise.resolve(receiver)
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

  /** What listens for deliveries. @throws Skipped when there is to be none */
  receiver(): Promise<Receiver> {
    const { receiver: url, receiverPort: port } = this.options
    if (url !== undefined) this.#receiver ??= listen(url, port)
    if (this.#receiver !== undefined) return this.#receiver
    throw new Skipped('there is no address at which the server could reach this machine; name one by --receiver')
  }

  /** Closes or deletes all that was created and is not yet, and listens no more, also when the run was ended: that takes a wire that has not been. */
  async cleanUp(): Promise<void> {
    await Promise.allSettled(this.#underWay) // a rule that failed may have left requests behind, which create something
    const { signal: _, ...options } = this.options
    await this.created.closeAll(new Wire(options, this.#pace))
    await this.close()
  }

  /** Listens no more. */
  async close(): Promise<void> {
    const receiver = this.#receiver
    this.#receiver = undefined
    await (await receiver?.catch(() => undefined))?.close()
  }

  async #exchange(sent: Sent): Promise<Exchange> {
    const exchange = await this.wire.send(sent).catch((error: unknown) => {
      if (error instanceof Unreachable) this.created.miss(sent)
      throw error
    })
    this.created.note(exchange)
    this.ledger.note(exchange)
    return exchange
  }
}

function newRunId(): string {
  return Date.now().toString(36) + Math.random().toString(36).slice(2, 6)
}
