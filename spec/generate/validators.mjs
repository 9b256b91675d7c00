import { _, Ajv } from 'ajv'
import standaloneCode from 'ajv/dist/standalone/index.js'
import { build, transform } from 'esbuild'
import { compact } from './compact.mjs'
import { bodySchemaOf, operationsOf, resolve } from './document.mjs'
import * as formats from './formats.mjs'
import { toBeChecked } from './schema.mjs'

const HEADER = '// Generated from the documents in spec/. Do not edit.\n'

const IMPORTS = `import * as formats from './checks.js'
import { characters, constant, count, formatted, held, integer, isObject, known, list, listed, mistyped, noted, number, patterned, property, required, tagged, text, texts, typed } from './checks.js'
`

const here = new URL('.', import.meta.url).pathname

const TYPES = `${HEADER}
/** One broken rule, as Ajv tells it. */
export interface Violation {
  readonly keyword: string
  /** JSON pointer to the value: \`/contact/phone\`. */
  readonly instancePath: string
  readonly params: Readonly<Record<string, unknown>>
}

/** Tells whether a value fits its schema; when not, \`errors\` says why. */
export interface Validator {
  (value: unknown): boolean
  errors?: readonly Violation[] | null
}
`

/** Query and body of each operation. @param {any} api */
export function requestValidators(api) {
  return compile({ openapi: api }, 'requestValidators', requestsOf(api, 'openapi'), [
    "import type { OperationId } from './routes.js'",
    'export declare const requestValidators: Readonly<Record<OperationId, { readonly query: Validator; readonly body?: Validator }>>',
  ])
}

/** The same of the control plane. @param {any} control */
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

/** The answer of each operation by status, and each event. @param {any} api */
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

/** World files, and each kind of record in them. @param {any} api @param {any} world */
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

/** A schema taken out of its document: its references name the document. */
function absolute(schema, document = 'openapi') {
  return JSON.parse(JSON.stringify(schema), (key, value) => (key === '$ref' && value.startsWith('#') ? `${document}.yaml${value}` : value))
}

/**
 * Standalone code for a tree of schemas: a module that needs neither Ajv nor `eval`.
 * @param {Record<string, any>} documents @param {string} exported @param {any} tree @param {string[]} types
 */
async function compile(documents, exported, tree, types) {
  // The spec keeps to what JSON Schema has in all its drafts (./schema.mjs sees to that), so this is the class with the least to carry.
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    messages: false,
    validateSchema: false,
    inlineRefs: false,
    discriminator: true,
    loopRequired: 2, // a loop over what is required, not a piece of code for each of it
    logger: { ...console, warn: refuse },
    code: { source: true, esm: true, lines: true, formats: _`formats` },
  })
  for (const [name, format] of Object.entries(formats)) ajv.addFormat(name, format)
  // Each schema by itself, under the address that others refer to it by: in a whole document, Ajv would compile it anew for whoever refers to it.
  for (const [name, document] of Object.entries(documents)) {
    for (const [schema, value] of Object.entries(document.components.schemas)) {
      ajv.addSchema(toBeChecked(value), `${name}.yaml#/components/schemas/${schema}`)
    }
  }

  const ids = new Map()
  const shape = name(tree)
  const validators = standaloneCode(ajv, Object.fromEntries([...ids.values()].map((id) => [id, id]))).replaceAll(
    'require("ajv/dist/runtime/ucs2length").default',
    'characters',
  )
  const code = `${validators}\nexport const ${exported} = ${shape}`

  // Bundling takes in what Ajv leaves `require` calls for.
  const compacted = compact(keepOnly(exported, await bundled({ contents: code, resolveDir: here, loader: 'js' })))
  const { code: printed } = await transform(IMPORTS + compacted, { target: 'es2022' })
  return { code: HEADER + printed, types: `${TYPES}\n${types.join('\n')}\n` }

  /** Registers every schema of the tree under a name, once, and writes the tree with those names in their place. */
  function name(node) {
    if (isSchema(node)) {
      const schema = toBeChecked(node)
      const text = JSON.stringify(schema)
      const id = ids.get(text) ?? `v${ids.size}`
      if (!ids.has(text)) ajv.addSchema(schema, id)
      ids.set(text, id)
      return id
    }
    const entries = Object.entries(node).map(([key, child]) => `${JSON.stringify(key)}: ${name(child)}`)
    return `{ ${entries.join(', ')} }`
  }
}

/** What the validators call: see `./checks.mjs`. */
export async function checks() {
  return HEADER + (await bundled({ contents: "export * from './checks.mjs'", resolveDir: here, loader: 'js' }))
}

async function bundled(stdin) {
  const bundle = await build({
    stdin,
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    treeShaking: true,
    legalComments: 'none',
    logLevel: 'warning',
  })
  return bundle.outputFiles[0].text
}

const isSchema = (node) => '$ref' in node || typeof node.type === 'string' || 'oneOf' in node || 'anyOf' in node

/** What Ajv warns of, such as a format that it does not know, would not be checked. */
function refuse(warning) {
  throw new Error(warning)
}

/** One export, so that nothing unused is held by the others. */
function keepOnly(exported, text) {
  return text.replace(/export \{[^}]*\};?\s*$/, `export { ${exported} };\n`)
}
