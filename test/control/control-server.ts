import { readFileSync } from 'node:fs'
import { expect, onTestFinished } from 'vitest'
import { controlRoutes } from '../../src/generated/control-routes.js'
import { createMock, type Mock } from '../../src/mock/create-mock.js'
import { type RunningServer, type ServerOptions, startServer } from '../../src/server.js'
import { ajvFor, asObject, errorsOf, resolve, validatorFor } from '../spec/document.js'

export interface ControlResponse {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** Parsed; `undefined` when it is not JSON. */
  readonly body: unknown
}

export interface ControlServer {
  readonly mock: Mock
  readonly server: RunningServer
  /** URL of the control plane: `http://127.0.0.1:4010/_mock`. */
  readonly url: string
  /** Calls the control plane, and validates the response against its document. */
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<ControlResponse>
  /** A request of the API. */
  ask(method: string, path: string, body?: object, key?: string): Promise<ControlResponse>
}

const document: unknown = JSON.parse(readFileSync(new URL('../../src/generated/control.json', import.meta.url), 'utf8'))
const ajv = ajvFor(document)

/** A server with its control plane, closed after the test. */
export async function startControlServer(options: ServerOptions = {}, mock: Mock = createMock()): Promise<ControlServer> {
  const server = await startServer(mock, { port: 0, ...options })
  onTestFinished(() => server.close({ force: true }))
  const url = `http://127.0.0.1:${server.port}/_mock`
  return {
    mock,
    server,
    url,
    async call(method, path, body, headers = {}) {
      const reply = await fetchText(`${url}${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
      requireDocumented(method, path, reply)
      return reply
    },
    ask: (method, path, body, key = 'any') =>
      fetchText(`${server.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${key}` },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
  }
}

/** The fields named by an error response. */
export function fieldsOf({ body }: ControlResponse): unknown[] {
  const { details = [] } = asObject(asObject(body).error)
  return Array.isArray(details) ? details.map((detail) => asObject(detail).field) : []
}

/** The list in the response. */
export function dataOf({ body }: ControlResponse): Record<string, unknown>[] {
  const { data } = asObject(body)
  return Array.isArray(data) ? data.map(asObject) : []
}

async function fetchText(url: string, init: RequestInit): Promise<ControlResponse> {
  const response = await fetch(url, init)
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, body: parsed(text) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function requireDocumented(method: string, url: string, { status, headers, body }: ControlResponse): void {
  expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([])
  const [path = ''] = (url || '/').split('?')
  const route = controlRoutes.find((one) => one.method === method && patternOf(one.path).test(path))
  if (route === undefined) {
    expect(status).toBeGreaterThanOrEqual(404)
    expect(errorsOf(validatorFor(ajv, '#/components/schemas/ErrorResponse'), body)).toEqual([])
    return
  }
  const operation = asObject(asObject(asObject(asObject(document).paths)[route.path])[method.toLowerCase()])
  const documented = asObject(operation.responses)[status]
  expect(documented, `${method} ${route.path} has no answer ${status}: ${JSON.stringify(body)}`).toBeDefined()
  const { schema } = asObject(asObject(resolve(document, documented).content ?? {})['application/json'] ?? {})
  if (schema === undefined) return
  const pointer = asObject(schema).$ref
  if (typeof pointer === 'string') expect(errorsOf(validatorFor(ajv, pointer), body)).toEqual([])
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`)
}
