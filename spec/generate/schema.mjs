// Reduces a schema to the keywords that validators check.

const ASSERTIONS_ON_VALUES = ['$ref', 'type', 'enum', 'const', 'format', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum']
const ASSERTIONS_ON_MEMBERS = ['required', 'minProperties', 'maxProperties', 'minItems', 'maxItems']
const ASSERTIONS = new Set([...ASSERTIONS_ON_VALUES, ...ASSERTIONS_ON_MEMBERS])
const ANNOTATIONS = new Set(['title', 'description', 'default', 'example', 'examples', 'deprecated', 'readOnly', 'writeOnly'])

/**
 * Returns a schema without its annotations, which would only make the validators larger.
 *
 * @param {any} schema
 * @returns {any}
 * @throws Error at an unknown keyword, which the validators would ignore
 */
export function assertionsOf(schema) {
  if (typeof schema === 'boolean') return schema
  return Object.fromEntries(Object.entries(schema).flatMap(([keyword, value]) => entriesOf(keyword, value)))
}

/** @param {any} schemas a map whose keys are names, not keywords */
function assertionsOfEach(schemas) {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, assertionsOf(schema)]))
}

function entriesOf(keyword, value) {
  if (ANNOTATIONS.has(keyword) || keyword.startsWith('x-')) return []
  if (ASSERTIONS.has(keyword)) return [[keyword, value]]
  switch (keyword) {
    case 'properties':
      return [[keyword, assertionsOfEach(value)]]
    case 'items':
    case 'additionalProperties':
      return [[keyword, assertionsOf(value)]]
    case 'anyOf':
    case 'oneOf':
    case 'allOf':
      return [[keyword, value.map(assertionsOf)]]
    case 'discriminator':
      return [[keyword, { propertyName: value.propertyName }]] // Ajv derives the mapping from the alternatives, and rejects an explicit one
    default:
      throw new Error(`unknown keyword ${keyword} in spec/: add it to spec/generate/schema.mjs`)
  }
}
