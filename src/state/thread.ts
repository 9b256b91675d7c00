import type { Message, MessageContent, MessageFacts } from './records.js'

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

  /** Whether a message says a text, which is given in lower case. */
  says(text: string): boolean {
    this.#text ??= this.messages.map(({ content }) => textOf(content).toLowerCase()).join(BETWEEN)
    if (!this.#text.includes(text)) return false
    return !text.includes(BETWEEN) || this.messages.some(({ content }) => textOf(content).toLowerCase().includes(text))
  }
}

/** What stands between the messages of a text that is searched in one go. */
const BETWEEN = '\n'

function isUnread({ direction, status }: Message): boolean {
  return direction === 'inbound' && status !== 'read'
}

/** What a person reads of a message: its text, or the caption of what it shows. */
function textOf(content: MessageContent): string {
  if ('text' in content) return content.text
  return ('caption' in content && content.caption) || ''
}
