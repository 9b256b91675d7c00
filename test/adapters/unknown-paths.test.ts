import express from 'express'
import { getResponse, HttpResponse, http } from 'msw'
import { describe, expect, it } from 'vitest'
import { nodeListener } from '../../src/adapters/node.js'
import { createMock } from '../../src/mock/create-mock.js'
import { handlers } from '../../src/msw.js'
import { startHttpServer } from './wire.js'

const BASE = 'https://api.linktor.io/v1'
const KEY = { authorization: 'Bearer any' }
const CASES: [method: string, path: string, statusWithError: number, statusWithout: number][] = [
  ['GET', '/contacts', 404, 200],
  ['OPTIONS', '/contacts', 204, 200],
  ['GET', '/conversations', 200, 200],
  ['GET', '/conversations?status=open', 200, 200],
  ['GET', '/conversations/conv_nope', 404, 404],
  ['DELETE', '/conversations', 405, 405],
  ['OPTIONS', '/conversations', 204, 204],
  ['GET', '/conversations/', 404, 200],
]

describe.each(CASES)('%s %s', (method, path, statusWithError, statusWithout) => {
  it('over MSW, with handlers for other paths behind those of the mock', async () => {
    for (const [unknownPaths, status] of [
      ['error', statusWithError],
      ['passthrough', statusWithout],
    ] as const) {
      const all = [...handlers(createMock(), { unknownPaths }), http.all(`${BASE}/*`, () => HttpResponse.json({ other: true }))]
      expect((await getResponse(all, new Request(BASE + path, { method, headers: KEY })))?.status).toBe(status)
    }
  })

  it('over HTTP, with middleware for other paths behind the listener', async () => {
    for (const [unknownPaths, status] of [
      ['error', statusWithError],
      ['next', statusWithout],
    ] as const) {
      const app = express().use(nodeListener(createMock(), { unknownPaths }), (_request, response) => void response.json({ other: true }))
      const { origin } = await startHttpServer(app)
      expect((await fetch(`${origin}/v1${path}`, { method, headers: KEY })).status).toBe(status)
    }
  })
})

describe('unknownPaths', () => {
  it('must be a known value', () => {
    expect(() => handlers(createMock(), { unknownPaths: 'bypass' as never })).toThrow(
      'unknownPaths must be one of error, passthrough; got "bypass"',
    )
    expect(() => nodeListener(createMock(), { unknownPaths: 'passthrough' as never })).toThrow(
      'unknownPaths: "passthrough" must be error or next',
    )
  })
})
