import { _, Ajv } from 'ajv'
import standaloneCode from 'ajv/dist/standalone/index.js'
import { build } from 'esbuild'
import { bodySchemaOf, operationsOf, resolve } from './document.mjs'
import * as formats from './formats.mjs'
import { assertionsOf } from './schema.mjs'

const HEADER = '// Generated from the documents in spec/. Do not edit.\n'

const here = new URL('.', import.meta.url).pathname

/** Adds violations to those found so far; each call of a validator starts a list of its own. */
const ADD_ERRORS = `function addErrors(errors, more) {
  if (errors === null) return more
  for (const error of more) errors.push(error)
  return errors
}`

const TYPES = `${HEADER}
/** An error of Ajv, without its message. */
export interface Violation {
  readonly keyword: string
  /** JSON pointer to the value: \`/contact/phone\`. */
  readonly instancePath: string
  readonly params: Readonly<Record<string, unknown>>
}

/** Returns whether a value is valid; if it is not, \`errors\` has the violations. */
export interface Validator {
  (value: unknown): boolean
  errors?: readonly Violation[] | null
}
`

/** Validators of the query and the body of each operation. @param {any} api */
export function requestValidators(api) {
  return compile({ openapi: api }, 'requestValidators', requestsOf(api, 'openapi'), [
    "import type { OperationId } from './routes.js'",
    'export declare const requestValidators: Readonly<Record<OperationId, { readonly query: Validator; readonly body?: Validator }>>',
  ])
}

/** Validators of the query and the body of each operation of the control plane. @param {any} control */
export function controlValidators(control) {
  return compile({ control }, 'controlValidators', requestsOf(control, 'control'), [
    "import type { ControlOperationId } from './control-routes.js'",
    'export declare const controlValidators: Readonly<Record<ControlOperationId, { readonly query: Validator; readonly body?: Validator }>>',
  ])
}

/** @param {any} api @param {string} document */
function requestsOf(api, document) {
  const entries = operationsOf(api).map(({ operationId, operation, parameters }) => {
    const query = {
      type: 'object',
      properties: Object.fromEntries(parameters.filter((p) => p.in === 'query').map((p) => [p.name, absolute(p.schema, document)])),
    }
    const body = bodySchemaOf(api, operation)
    return [operationId, { query, ...(body && { body: absolute(body, document) }) }]
  })
  return Object.fromEntries(entries)
}

/** Validators of the responses of each operation by status, and of each event. @param {any} api */
export function responseValidators(api) {
  const responses = Object.fromEntries(
    operationsOf(api).map(({ operationId, operation }) => [
      operationId,
      Object.fromEntries(
        Object.entries(operation.responses).flatMap(([status, response]) => {
          const schema = resolve(api, response).content?.['application/json']?.schema
          return schema ? [[status, absolute(schema)]] : []
        }),
      ),
    ]),
  )
  const events = Object.fromEntries(Object.entries(api.webhooks).map(([event, item]) => [event, absolute(bodySchemaOf(api, item.post))]))
  return compile({ openapi: api }, 'responseValidators', { responses, events, error: schemaNamed('ErrorResponse') }, [
    "import type { OperationId } from './routes.js'",
    'export declare const responseValidators: {',
    '  readonly responses: Readonly<Record<OperationId, { readonly [status: string]: Validator }>>',
    '  readonly events: { readonly [event: string]: Validator }',
    '  readonly error: Validator',
    '}',
  ])
}

/** Validators of world files and of each kind of record in them. @param {any} api @param {any} world */
export function worldValidator(api, world) {
  const schemas = Object.fromEntries(
    Object.keys(world.components.schemas).map((name) => [name, { $ref: `world.yaml#/components/schemas/${name}` }]),
  )
  return compile({ openapi: api, world }, 'worldValidators', schemas, [
    `export declare const worldValidators: Readonly<Record<${Object.keys(schemas)
      .map((name) => `'${name}'`)
      .join(' | ')}, Validator>>`,
  ])
}

const schemaNamed = (name) => ({ $ref: `openapi.yaml#/components/schemas/${name}` })

/** Returns a copy of a schema in which references name their document, so that it can be used outside of it. */
function absolute(schema, document = 'openapi') {
  return JSON.parse(JSON.stringify(schema), (key, value) => (key === '$ref' && value.startsWith('#') ? `${document}.yaml${value}` : value))
}

/**
 * Compiles a tree of schemas to standalone code: an ES module that needs neither Ajv nor `eval`.
 *
 * @param {Record<string, any>} documents @param {string} exported @param {any} tree @param {string[]} types
 */
async function compile(documents, exported, tree, types) {
  // The spec uses only keywords that all drafts of JSON Schema share (see ./schema.mjs), so the smallest class of Ajv is enough.
  const ajv = new Ajv({
    strict: false,
    strictNumbers: true, // JSON.parse reads 1e999 as Infinity
    allErrors: true,
    messages: false,
    validateSchema: false,
    inlineRefs: false,
    discriminator: true,
    loopRequired: 2, // one loop over the required properties instead of code for each of them
    logger: { ...console, warn: fail },
    code: { source: true, esm: true, formats: _`formats` },
  })
  for (const [name, format] of Object.entries(formats)) ajv.addFormat(name, format)
  // Each schema is added under its own address: Ajv would compile a schema inside a document again for each reference to it.
  for (const [name, document] of Object.entries(documents)) {
    for (const [schema, value] of Object.entries(document.components.schemas)) {
      ajv.addSchema(assertionsOf(value), `${name}.yaml#/components/schemas/${schema}`)
    }
  }

  const ids = new Map()
  const shape = addSchemas(tree)
  // Ajv concatenates the violations of each item, which takes quadratic time for a long list of invalid ones.
  const validators = standaloneCode(ajv, Object.fromEntries([...ids.values()].map((id) => [id, id]))).replaceAll(
    /vErrors === null \? (\w+)\.errors : vErrors\.concat\(\1\.errors\)/g,
    'addErrors(vErrors, $1.errors)',
  )
  if (validators.includes('.concat(')) throw new Error('the code of Ajv has changed: see to its concatenation of violations')
  // Only the tree is exported, so that bundlers drop the validators that it does not use.
  const code = `import * as formats from './formats.js'\n${ADD_ERRORS}\n${validators.replaceAll('export const ', 'const ')}\nexport const ${exported} = ${shape}`
  return { code: HEADER + (await bundle(code)), types: `${TYPES}\n${types.join('\n')}\n` }

  /** Adds every distinct schema of the tree to Ajv, and returns the source of the tree with their ids in place of the schemas. */
  function addSchemas(node) {
    if (isSchema(node)) {
      const schema = assertionsOf(node)
      const text = JSON.stringify(schema)
      const id = ids.get(text) ?? `v${ids.size}`
      if (!ids.has(text)) ajv.addSchema(schema, id)
      ids.set(text, id)
      return id
    }
    const entries = Object.entries(node).map(([key, child]) => `${JSON.stringify(key)}: ${addSchemas(child)}`)
    return `{ ${entries.join(', ')} }`
  }
}

/** The formats as a module that all validators share. */
export async function formatsModule() {
  return HEADER + (await bundle("export * from './formats.mjs'"))
}

/** Bundles the runtime functions of Ajv, which its code reads by `require` even in an ES module. @param {string} contents */
async function bundle(contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: here, loader: 'js' },
    external: ['./formats.js'],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    treeShaking: true,
    legalComments: 'none',
    logLevel: 'warning',
  })
  return outputFiles[0].text
}

const isSchema = (node) => '$ref' in node || typeof node.type === 'string' || 'oneOf' in node || 'anyOf' in node

/** Turns a warning of Ajv into an error: Ajv warns of what it would not validate, such as an unknown format. */
function fail(warning) {
  throw new Error(warning)
}
