import { bodySchemaOf, operationsOf, resolve } from './document.mjs'

/**
 * Returns the route table: the path, the query parameters and the body fields of each operation.
 * @param {any} api
 */
export function routesModule(api) {
  const routes = operationsOf(api).map((entry) => {
    const body = resolve(api, entry.operation.requestBody)
    return {
      ...routeOf(api, entry),
      ...(body && { body: { required: body.required === true, fields: fieldsOf(api, bodySchemaOf(api, entry.operation)) } }),
    }
  })
  return `// Generated from spec/openapi.yaml. Do not edit.

/** The type of a query parameter, and its default. */
export interface QueryParameter {
  readonly type: 'string' | 'integer' | 'boolean'
  readonly default?: string | number | boolean
}

/** The fields of a body; \`true\` for a field whose inner fields are not specified. */
export interface Fields {
  readonly [field: string]: true | Fields
}

export interface Route {
  readonly operationId: OperationId
  readonly method: string
  /** Path below the base URL, with parameters in braces: \`/conversations/{id}\`. */
  readonly path: string
  /** Status of a successful response. */
  readonly status: number
  readonly query: { readonly [name: string]: QueryParameter }
  readonly body?: { readonly required: boolean; readonly fields: Fields }
}

export type OperationId = ${routes.map((route) => `'${route.operationId}'`).join(' | ')}

/** The query parameters of each operation that have a default. */
export interface DefaultedParameters {
${routes.map((route) => `  readonly ${route.operationId}: ${defaulted(route.query)}`).join('\n')}
}

export const routes: readonly Route[] = ${JSON.stringify(routes, null, 2)}
`
}

/**
 * Returns the route table of the control plane, with a summary of each operation. It has no body fields, because unknown ones are rejected.
 * @param {any} api
 */
export function controlRoutesModule(api) {
  const routes = operationsOf(api).map((entry) => ({ ...routeOf(api, entry), summary: entry.operation.summary }))
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

/** Returns the path of an operation, its status and its query parameters. */
function routeOf(api, { path, method, operationId, operation, parameters }) {
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

/** Returns the fields of a schema. Objects that allow any additional property are `true`: their fields are not specified. */
function fieldsOf(api, schema) {
  const { properties = {} } = resolve(api, schema)
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => {
      const { properties: inner, additionalProperties } = resolve(api, property)
      return [name, inner && !additionalProperties ? fieldsOf(api, property) : true]
    }),
  )
}
