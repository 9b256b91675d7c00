import { fileURLToPath } from 'node:url'
import { BaseResolver, lint, loadConfig } from '@redocly/openapi-core'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

export type JsonObject = Record<string, unknown>

export interface Example {
  name: string
  schema: string
  value: unknown
}

export function pathOf(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url))
}

export async function lintOffline(ref: string, configuration: string): Promise<string[]> {
  const externalRefResolver = new BaseResolver({
    http: {
      headers: [],
      customFetch: (url: string) => Promise.reject(new Error(`The document refers to ${url}`)),
    },
  })
  const configPath = pathOf(`../../.config/${configuration}`)
  const config = await loadConfig({ configPath, externalRefResolver })
  const problems = await lint({ ref, config, externalRefResolver })
  return problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} (${location[0]?.pointer})`)
}

export function ajvFor(root: unknown): Ajv2020 {
  const ajv = new Ajv2020({ allErrors: true })
  addFormats.default(ajv)
  const keywordsOfOpenApi = ['discriminator', 'x-undocumented', 'x-conditional']
  ajv.addVocabulary([...Object.keys(asObject(root)), ...keywordsOfOpenApi])
  ajv.addSchema(asObject(root), 'openapi.yaml')
  return ajv
}

export function validatorFor(ajv: Ajv2020, pointer: string): ValidateFunction {
  return ajv.compile({ $ref: `openapi.yaml${pointer}` })
}

export function errorsOf(validate: ValidateFunction, value: unknown): string[] {
  if (validate(value)) return []
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

/** Every node with both a schema and an example: media types, parameters, headers. */
export function examplesOf(root: unknown): Example[] {
  return nodesOf(root)
    .filter(([, node]) => isObject(node.schema))
    .flatMap(([pointer, node]) => {
      const schema = `${pointer}/schema`
      const named = Object.entries(asObject(node.examples ?? {})).map(([name, example]) => ({
        name: `${name} at ${pointer}`,
        schema,
        value: resolve(root, example).value,
      }))
      return 'example' in node ? [{ name: pointer, schema, value: node.example }, ...named] : named
    })
}

/** Every object in the tree with its pointer, except inside the values of examples. */
export function nodesOf(node: unknown, pointer = '#'): [string, JsonObject][] {
  if (Array.isArray(node)) return node.flatMap((item, index) => nodesOf(item, `${pointer}/${index}`))
  if (!isObject(node) || pointer.startsWith('#/components/examples/')) return []
  const below = Object.entries(node).flatMap(([key, child]) =>
    nodesOf(child, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  )
  return [[pointer, node], ...below]
}

export function resolve(root: unknown, node: unknown): JsonObject {
  const { $ref } = asObject(node)
  return typeof $ref === 'string' ? objectAt(root, $ref) : asObject(node)
}

export function objectAt(root: unknown, pointer: string): JsonObject {
  return pointer
    .split('/')
    .slice(1)
    .reduce((node, key) => asObject(node[key]), asObject(root))
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function asObject(value: unknown): JsonObject {
  if (!isObject(value)) throw new TypeError(`Expected an object, got ${JSON.stringify(value)}`)
  return value
}
