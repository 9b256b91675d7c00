import { IdMap } from './id-map.js'
import type { Message } from './records.js'
import { Thread } from './thread.js'

/** All messages: by id, and as the threads of their conversations. */
export class Messages {
  readonly #byId: IdMap<Message>
  readonly #threads: IdMap<Thread>

  private constructor(byId: IdMap<Message>, threads: IdMap<Thread>) {
    this.#byId = byId
    this.#threads = threads
  }

  static of(messages: readonly Message[]): Messages {
    const threads = new Map<string, Message[]>()
    for (const message of messages) {
      const thread = threads.get(message.conversationId)
      if (thread === undefined) threads.set(message.conversationId, [message])
      else thread.push(message)
    }
    const sorted = Array.from(threads, ([id, thread]) => new Thread(id, thread.sort(byTimestamp)))
    return new Messages(new IdMap(messages), new IdMap(sorted))
  }

  /** The same messages, to go another way from here. */
  fork(): Messages {
    return new Messages(this.#byId.fork(), this.#threads.fork())
  }

  get size(): number {
    return this.#byId.size
  }

  get(id: string): Message | undefined {
    return this.#byId.get(id)
  }

  has(id: string): boolean {
    return this.#byId.has(id)
  }

  /** The thread of a conversation. */
  of(conversationId: string): Thread {
    return this.#threads.get(conversationId) ?? new Thread(conversationId, [])
  }

  threads(): Iterable<Thread> {
    return this.#threads
  }

  /** Writes a message, in the place of the one with its id if there is one; returns the thread that it is in now. */
  put(message: Message): Thread {
    const thread = this.of(message.conversationId).with(message)
    this.#byId.set(message)
    this.#threads.set(thread)
    return thread
  }

  /** Every message, the oldest first. */
  toArray(): Message[] {
    return [...this.#threads].flatMap(({ messages }) => messages).sort(byTimestamp)
  }
}

function byTimestamp(a: Message, b: Message): number {
  return a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : 0
}
