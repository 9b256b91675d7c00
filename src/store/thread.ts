import type { Message, MessageFacts } from './records.js'

/** The messages of one conversation, oldest first; of two with the same timestamp, the one written first. Never changed. */
export class Thread {
  /** Of the conversation. */
  readonly id: string
  readonly messages: readonly Message[]
  #text: string | undefined

  constructor(id: string, messages: readonly Message[]) {
    this.id = id
    this.messages = messages
  }

  /** The thread with a message in its place; one with the same id makes room for it. */
  with(message: Message): Thread {
    const others = this.messages.filter(({ id }) => id !== message.id)
    const place = others.findLastIndex(({ timestamp }) => timestamp <= message.timestamp) + 1
    return new Thread(this.id, others.toSpliced(place, 0, message))
  }

  /** The first or the last messages, oldest first. */
  part(end: 'first' | 'last', limit: number): readonly Message[] {
    return end === 'first' ? this.messages.slice(0, limit) : this.messages.slice(-limit)
  }

  get facts(): MessageFacts {
    return {
      messageCount: this.messages.length,
      unreadCount: this.messages.reduce((count, message) => (isUnread(message) ? count + 1 : count), 0),
      firstMessageAt: this.messages[0]?.timestamp,
      lastMessageAt: this.messages.at(-1)?.timestamp,
      lastMessageId: this.messages.at(-1)?.id,
    }
  }

  /** Everything that its messages say, in lower case. */
  get text(): string {
    return this.#text ?? this.messages.map(saying).join(BETWEEN)
  }

  /** Whether one of its messages says a text, which is given in lower case. */
  says(text: string): boolean {
    this.#text ??= this.text
    return this.#text.includes(text) && (!text.includes(BETWEEN) || this.messages.some((message) => saying(message).includes(text)))
  }
}

/** What a person reads of a message, in lower case: its text, or the caption of what it shows. */
function saying({ content }: Message): string {
  if ('text' in content) return content.text.toLowerCase()
  return ('caption' in content && content.caption?.toLowerCase()) || ''
}

/** What stands between the messages of a text that is searched in one go. */
export const BETWEEN = '\n'

function isUnread({ direction, status }: Message): boolean {
  return direction === 'inbound' && status !== 'read'
}
