import type { ApiResponse, Mock } from '../../src/index.js'

export { frozenMock, NOW } from '../api/mock-test.js'

/** A request to an in-process mock, with a valid key. */
export function send(mock: Mock, method: string, path: string, body?: object, headers: Readonly<Record<string, string>> = {}): ApiResponse {
  return mock.handle({
    method,
    path,
    headers: { authorization: 'Bearer any', ...headers },
    ...(body && { body: JSON.stringify(body) }),
  })
}

/** The JSON of a request that must succeed. */
export function ask(mock: Mock, method: string, path: string, body?: object): unknown {
  const response = send(mock, method, path, body)
  if (response.status >= 400) throw new Error(`${method} ${path} is answered ${response.status} ${response.body}`)
  return JSON.parse(response.body)
}

/** All visible data. */
export function dataOf({ db }: Mock): object {
  const { conversations, messages, contacts, channels, users, bots } = db
  const all = [conversations, messages, contacts, channels, users, bots].map((collection) => collection.findMany())
  return structuredClone(all)
}

/** Names of the events so far. */
export function eventsOf({ events }: Mock): string[] {
  return events.all().map(({ event }) => event)
}
