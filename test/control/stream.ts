import { onTestFinished } from 'vitest'

export interface StreamEvent {
  readonly id?: string
  readonly event?: string
  readonly data: unknown
}

export interface Stream {
  readonly status: number
  readonly headers: Headers
  /** The next event; `undefined` when the stream has ended. Comments are returned as events of that name. */
  next(): Promise<StreamEvent | undefined>
  /** The kinds of the next n events. */
  kinds(count: number): Promise<(string | undefined)[]>
  leave(): void
}

/** Listens to Server-Sent Events until the test ends. */
export async function listen(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Stream> {
  const controller = new AbortController()
  onTestFinished(() => controller.abort())
  const response = await fetch(url, { headers, signal: controller.signal })
  const events = parseEvents(response.body)
  const next = async (): Promise<StreamEvent | undefined> => (await events.next()).value
  return {
    status: response.status,
    headers: response.headers,
    next,
    async kinds(count) {
      const kinds: (string | undefined)[] = []
      while (kinds.length < count) kinds.push((await next())?.event)
      return kinds
    },
    leave: () => controller.abort(),
  }
}

async function* parseEvents(body: ReadableStream<Uint8Array> | null): AsyncGenerator<StreamEvent, undefined> {
  const reader = body?.getReader()
  const decoder = new TextDecoder()
  let text = ''
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    const blocks = (text + decoder.decode(part.value, { stream: true })).split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const events = parsed(block)
      if (events !== undefined) yield events
    }
  }
  return undefined
}

function parsed(block: string): StreamEvent | undefined {
  if (block === ':') return { event: 'comment', data: undefined }
  const fields = new Map(block.split('\n').map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]))
  const [id, event, data] = [fields.get('id'), fields.get('event'), fields.get('data')]
  if (data === undefined) return undefined
  return { ...(id !== undefined && { id }), ...(event !== undefined && { event }), data: JSON.parse(data) }
}
