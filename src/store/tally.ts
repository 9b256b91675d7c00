import type { Conversation } from './records.js'

/** What conversations are counted by. */
export interface Traits {
  readonly status?: string | undefined
  readonly channelId?: string | undefined
  readonly assigneeId?: string | undefined
  readonly botId?: string | undefined
}

/** A fork copies no more changes than this: those of a test, not those of a day. */
const MOST_COPIED = 100

/** Stands for a trait that is left open; no id is empty. */
const ANY = ''

/**
 * How many conversations there are of every combination of status, channel, assignee and bot, each given or left open: the total of a
 * filtered list without visiting what it leaves out. Each conversation counts in the sixteen combinations that it is of (fewer without an assignee or a bot).
 */
export class Tally {
  /** Never changed: forks share it. */
  #counts: ReadonlyMap<string, number>
  /** How many more, or fewer, there are by now. */
  #since = new Map<string, number>()

  constructor(conversations: Iterable<Conversation> = []) {
    this.#counts = new Map()
    for (const conversation of conversations) this.count(conversation, 1)
    this.#settle()
  }

  /** A tally that goes on from here by itself. */
  fork(): Tally {
    if (this.#since.size > MOST_COPIED) this.#settle()
    const fork = new Tally()
    fork.#counts = this.#counts
    fork.#since = new Map(this.#since)
    return fork
  }

  of({ status = ANY, channelId = ANY, assigneeId = ANY, botId = ANY }: Traits): number {
    const combination = key(status, channelId, assigneeId, botId)
    return (this.#counts.get(combination) ?? 0) + (this.#since.get(combination) ?? 0)
  }

  /** Counts a conversation in the place of an older version of it. */
  replace(old: Conversation | undefined, conversation: Conversation): void {
    if (old !== undefined && sameTraits(old, conversation)) return
    if (old !== undefined) this.count(old, -1)
    this.count(conversation, 1)
  }

  private count({ status, channelId, assigneeId = ANY, botId = ANY }: Conversation, by: 1 | -1): void {
    for (let open = 0; open < 16; open++) {
      if ((open & 4 && assigneeId === ANY) || (open & 8 && botId === ANY)) continue // what it has none of, it has none of to leave open
      const combination = key(open & 1 ? ANY : status, open & 2 ? ANY : channelId, open & 4 ? ANY : assigneeId, open & 8 ? ANY : botId)
      add(this.#since, combination, by)
    }
  }

  /** Takes what has changed since into the counts. */
  #settle(): void {
    const counts = new Map(this.#counts)
    for (const [combination, by] of this.#since) add(counts, combination, by)
    this.#counts = counts
    this.#since.clear()
  }
}

function add(counts: Map<string, number>, combination: string, by: number): void {
  const count = (counts.get(combination) ?? 0) + by
  if (count === 0) counts.delete(combination)
  else counts.set(combination, count)
}

function key(status: string, channelId: string, assigneeId: string, botId: string): string {
  return `${status}\n${channelId}\n${assigneeId}\n${botId}`
}

function sameTraits(a: Conversation, b: Conversation): boolean {
  return a.status === b.status && a.channelId === b.channelId && a.assigneeId === b.assigneeId && a.botId === b.botId
}
