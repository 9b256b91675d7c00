import { MessageThread } from './message-thread.js'
import { OverlayMap } from './overlay-map.js'
import type { Message } from './records.js'

const EMPTY = new MessageThread([])

/** All messages: by id, and as the threads of their conversations. */
export class Messages {
  readonly #byId: OverlayMap<string, Message>
  readonly #threads: OverlayMap<string, MessageThread>

  private constructor(byId: OverlayMap<string, Message>, threads: OverlayMap<string, MessageThread>) {
    this.#byId = byId
    this.#threads = threads
  }

  /** @param messages - those of equal timestamps in the order of their writes */
  static of(messages: readonly Message[]): Messages {
    const threads = new Map<string, Message[]>()
    for (const message of messages) {
      const thread = threads.get(message.conversationId)
      if (thread === undefined) threads.set(message.conversationId, [message])
      else thread.push(message)
    }
    return new Messages(
      new OverlayMap(messages.map((message) => [message.id, message])),
      new OverlayMap(Array.from(threads, ([id, thread]) => [id, new MessageThread(thread.sort(byTimestamp))])),
    )
  }

  /** Returns an independent copy (copy-on-write). */
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

  /** Thread of a conversation. */
  of(conversationId: string): MessageThread {
    return this.#threads.get(conversationId) ?? EMPTY
  }

  threads(): Iterable<MessageThread> {
    return this.#threads.values()
  }

  /** Writes a message, in place of the one with its id; returns its thread. */
  put(message: Message): MessageThread {
    const thread = this.of(message.conversationId).with(message)
    this.#byId.set(message.id, message)
    this.#threads.set(message.conversationId, thread)
    return thread
  }

  /** All messages, oldest first; of those with the same timestamp, the ones of a conversation together. */
  toArray(): Message[] {
    return [...this.#threads.values()].flatMap(({ messages }) => messages).sort((a, b) => byTimestamp(a, b) || byConversation(a, b))
  }
}

function byTimestamp(a: Message, b: Message): number {
  return a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : 0
}

function byConversation(a: Message, b: Message): number {
  return a.conversationId < b.conversationId ? -1 : a.conversationId > b.conversationId ? 1 : 0
}
