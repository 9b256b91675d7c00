import { type RunningMock, responseError } from './running-mock.js'

/** An entry of the event stream of a mock. */
export interface StreamEntry {
  /** `reset` or `request`. */
  readonly kind: string
  /** Operation of a `request`. */
  readonly operation?: string
}

/**
 * Opens the event stream of the control plane; resolves once it is open.
 *
 * @returns the resets and the requests to the mock from now on; ends when the mock ends
 * @throws ResponseError when there is no control plane, or it rejects the call
 */
export async function follow({ urlOf, headers }: RunningMock, signal: AbortSignal): Promise<AsyncIterable<StreamEntry>> {
  const path = '/_mock/events?types=reset,request'
  const response = await fetch(urlOf(path), { headers, signal })
  if (!response.ok || response.body === null) throw await responseError('GET', path, response)
  return entriesOf(response.body)
}

async function* entriesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEntry> {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let text = ''
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    text += decoder.decode(value, { stream: true })
    const entries = text.split('\n\n')
    text = entries.pop() ?? ''
    for (const entry of entries) {
      const kind = /^event: (\w+)$/m.exec(entry)?.[1]
      const data = /^data: (.*)$/m.exec(entry)?.[1]
      if (kind !== undefined && data !== undefined) yield { ...JSON.parse(data), kind }
    }
  }
}
