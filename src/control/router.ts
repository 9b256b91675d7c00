import { setImmediate } from 'node:timers' // the real one, as for the requests
import express, { type RequestHandler, type Router } from 'express'
import { invalid } from '../api-error.js'
import { type ControlOperationId, type ControlRoute, controlRoutes } from '../generated/control-routes.js'
import { controlValidators } from '../generated/control-validators.js'
import type { Mock } from '../mock/create-mock.js'
import { internalsOf } from '../mock/internals.js'
import { requireKey } from '../pipeline/authenticate.js'
import { parseQueryParameters } from '../pipeline/query-parameters.js'
import { describe, type Problem } from '../store/violations.js'
import { readBody } from './body.js'
import type { Call, Control } from './call.js'
import { calls } from './calls.js'
import { failed, unknownCall, wrongMethod } from './error-responses.js'
import { Feeds } from './feeds.js'
import { type GuardOptions, guard } from './guard.js'

export interface ControlOptions extends GuardOptions, Omit<Control, 'rootMock' | 'feeds'> {
  readonly mock: Mock
}

/**
 * The control plane: every call of `spec/control.yaml`, validated against it.
 *
 * @example app.use('/_mock', controlPlane({ mock, host: '127.0.0.1', document, secrets: [], closing }))
 */
export function controlPlane({ mock, host, token, trustProxy, ...shared }: ControlOptions): Router {
  const control: Control = { ...shared, rootMock: mock, feeds: new Feeds(shared.closing, shared.secrets) }
  const router = express.Router({ caseSensitive: true, strict: false })
  router.use(inTurn, plain, guard({ host, token, trustProxy }))
  for (const path of new Set(controlRoutes.map((route) => route.path))) {
    const here = controlRoutes.filter((route) => route.path === path)
    const place = router.route(path.replaceAll(/\{(\w+)\}/g, ':$1'))
    for (const route of here) {
      const { body } = controlValidators[route.operationId]
      place[methodOf(route)](...(body === undefined ? [] : [readBody]), answering(route, control))
    }
    place.all(
      wrongMethod(
        path,
        here.map(({ method }) => method).flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])),
      ),
    )
  }
  router.use(unknownCall)
  router.use(failed)
  return router
}

/** Requests of the API wait for the end of their turn of the event loop: those that arrived before a call are handled before it. */
const inTurn: RequestHandler = (_request, _response, next) => void setImmediate(next)

/** Responses are for the same origin only, and not stored. */
const plain: RequestHandler = (_request, response, next) => {
  response.set({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' })
  next()
}

function methodOf({ method }: ControlRoute): 'get' | 'put' | 'post' | 'patch' | 'delete' {
  const name = method.toLowerCase()
  if (name === 'get' || name === 'put' || name === 'post' || name === 'patch' || name === 'delete') return name
  throw new Error(`${method} is new in spec/control.yaml: see to it in src/control/router.ts`)
}

function answering(route: ControlRoute, control: Control): RequestHandler {
  const act: (call: never) => object | undefined | Promise<object | undefined> = calls[route.operationId]
  return async (request, response) => {
    const query = checkedQuery(route, request.originalUrl)
    requireBody(route.operationId, request.body)
    const mock = mockFor(request.headers.authorization, control.rootMock)
    // The validators of this very operation have checked query and body.
    const call = { mock, path: request.params, query, body: request.body, control, request, response } as Call<ControlOperationId> as never
    const result = await act(call)
    if (response.headersSent) return
    if (result === undefined) response.status(204).end()
    else response.status(route.status).json(result)
  }
}

function checkedQuery(route: ControlRoute, url: string): object {
  const { values, unknown, problems } = parseQueryParameters(route, url.split('?').slice(1).join('?'))
  const { query: validate } = controlValidators[route.operationId]
  const details: Problem[] = [...problems]
  if (!validate(values)) details.push(...describe(validate.errors ?? [], values))
  details.push(...unknown.map((field) => ({ field, message: `${field} is not known to this call` })))
  if (details.length > 0) throw invalid(details)
  return values
}

function requireBody(operationId: ControlOperationId, body: unknown): void {
  const { body: validate } = controlValidators[operationId]
  if (validate === undefined) return
  if (body === undefined && operationId !== 'reset') throw invalid([{ field: 'body', message: 'body is required: a JSON object' }])
  if (body === undefined || validate(body)) return
  const problems = describe(validate.errors ?? [], body)
  throw invalid(problems, problems.more)
}

/**
 * The mock that a call is for.
 *
 * @throws ApiError INVALID_API_KEY for a key that the API rejects, which has no sandbox
 */
function mockFor(authorization: string | undefined, whole: Mock): Mock {
  if (authorization === undefined) return whole
  const [, key] = /^Bearer (\S+)$/i.exec(authorization) ?? []
  if (key === undefined) throw invalid([{ field: 'Authorization', message: 'Authorization must be "Bearer" and the key of a sandbox' }])
  const { sandboxPerKey, apiKeys } = internalsOf(whole)?.start() ?? {}
  if (sandboxPerKey) requireKey({ method: 'GET', path: '/', headers: { authorization } }, new Set(apiKeys))
  return whole.sandboxes.of(key)
}
