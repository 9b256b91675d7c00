import { foldCase } from './fold-case.js'
import type { Message, MessageFacts } from './records.js'

/** Immutable messages of one conversation, oldest first; of two with the same timestamp, the one written first. */
export class MessageThread {
  readonly messages: readonly Message[]
  #searchText: string | undefined

  constructor(messages: readonly Message[]) {
    this.messages = messages
  }

  /** The thread with a message added, in place of the one with its id. */
  with(message: Message): MessageThread {
    const others = this.messages.filter(({ id }) => id !== message.id)
    const position = others.findLastIndex(({ timestamp }) => timestamp <= message.timestamp) + 1
    return new MessageThread(others.toSpliced(position, 0, message))
  }

  /** The latest messages, oldest first. */
  latest(limit: number): readonly Message[] {
    return this.messages.slice(-limit)
  }

  /** Counts and timestamps that follow from the messages. */
  get facts(): MessageFacts {
    return {
      messageCount: this.messages.length,
      unreadCount: this.messages.reduce((count, message) => (isUnread(message) ? count + 1 : count), 0),
      firstMessageAt: this.messages[0]?.timestamp,
      lastMessageAt: this.messages.at(-1)?.timestamp,
      lastMessageId: this.messages.at(-1)?.id,
    }
  }

  /** Tells whether one of the messages contains a text. @param text - by `foldCase` */
  matchesText(text: string): boolean {
    this.#searchText ??= foldCase(this.messages.map(searchTextOf).join(SEPARATOR))
    return (
      this.#searchText.includes(text) &&
      (!text.includes(SEPARATOR) || this.messages.some((message) => foldCase(searchTextOf(message)).includes(text)))
    )
  }
}

/** Between the messages of a text that is searched as one. */
const SEPARATOR = '\n'

/** Searchable part of a message: its text, or its caption. */
function searchTextOf({ content }: Message): string {
  if ('text' in content) return content.text
  return ('caption' in content && content.caption) || ''
}

function isUnread({ direction, status }: Message): boolean {
  return direction === 'inbound' && status !== 'read'
}
