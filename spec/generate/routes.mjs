import { bodySchemaOf, operationsOf, resolve } from './document.mjs'

/**
 * The route table: what the fake must know of each operation to route a request, read its query and name what it does not know.
 * @param {any} api
 */
export function routesModule(api) {
  const routes = operationsOf(api).map((found) => {
    const body = resolve(api, found.operation.requestBody)
    return {
      ...place(api, found),
      ...(body && { body: { required: body.required === true, fields: fieldsOf(api, bodySchemaOf(api, found.operation)) } }),
    }
  })
  return `// Generated from spec/openapi.yaml. Do not edit.

/** How a query parameter is written, and what it is when left out. */
export interface QueryParameter {
  readonly type: 'string' | 'integer' | 'boolean'
  readonly default?: string | number | boolean
}

/** The fields of a body that the spec knows; \`true\` where any value or key may follow. */
export interface Fields {
  readonly [field: string]: true | Fields
}

export interface Route {
  readonly operationId: OperationId
  readonly method: string
  /** Below the base URL, with parameters in braces: \`/conversations/{id}\`. */
  readonly path: string
  /** Of an answer that succeeds. */
  readonly status: number
  readonly query: { readonly [name: string]: QueryParameter }
  readonly body?: { readonly required: boolean; readonly fields: Fields }
}

export type OperationId = ${routes.map((route) => `'${route.operationId}'`).join(' | ')}

/** The query parameters of an operation that are there even when a request leaves them out. */
export interface DefaultedParameters {
${routes.map((route) => `  readonly ${route.operationId}: ${defaulted(route.query)}`).join('\n')}
}

export const routes: readonly Route[] = ${JSON.stringify(routes, null, 2)}
`
}

/**
 * The same of the control plane, which refuses what it does not know, and lists its calls.
 * @param {any} api
 */
export function controlRoutesModule(api) {
  const routes = operationsOf(api).map((found) => ({ ...place(api, found), summary: found.operation.summary }))
  return `// Generated from spec/control.yaml. Do not edit.
import type { Route } from './routes.js'

export interface ControlRoute extends Omit<Route, 'operationId' | 'body'> {
  readonly operationId: ControlOperationId
  readonly summary: string
}

export type ControlOperationId = ${routes.map((route) => `'${route.operationId}'`).join(' | ')}

export const controlRoutes: readonly ControlRoute[] = ${JSON.stringify(routes, null, 2)}
`
}

/** Where an operation is, and what it takes in its query. */
function place(api, { path, method, operationId, operation, parameters }) {
  return {
    operationId,
    method,
    path,
    status: Number(Object.keys(operation.responses).find((status) => status.startsWith('2'))),
    query: Object.fromEntries(parameters.filter((p) => p.in === 'query').map((p) => [p.name, queryParameter(api, p)])),
  }
}

function defaulted(query) {
  const names = Object.keys(query).filter((name) => query[name].default !== undefined)
  return names.map((name) => `'${name}'`).join(' | ') || 'never'
}

function queryParameter(api, parameter) {
  const schema = resolve(api, parameter.schema)
  const type = schema.type === 'integer' || schema.type === 'boolean' ? schema.type : 'string'
  const fallback = parameter.schema.default ?? schema.default
  return { type, ...(fallback !== undefined && { default: fallback }) }
}

/** Only objects that name their properties and do not say that any other key is welcome are looked into. */
function fieldsOf(api, schema) {
  const { properties = {} } = resolve(api, schema)
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => {
      const { properties: inner, additionalProperties } = resolve(api, property)
      return [name, inner && !additionalProperties ? fieldsOf(api, property) : true]
    }),
  )
}
