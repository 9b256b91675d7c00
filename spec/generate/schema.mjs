// A schema as the validators need it.

const CHECKED = ['$ref', 'type', 'enum', 'const', 'format', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum']
const CHECKED_OF_MANY = ['required', 'minProperties', 'maxProperties', 'minItems', 'maxItems']
const ASSERTIONS = new Set([...CHECKED, ...CHECKED_OF_MANY])
const ANNOTATIONS = new Set(['title', 'description', 'default', 'example', 'examples', 'deprecated', 'readOnly', 'writeOnly'])

/**
 * A schema with what it checks and without what it tells, which would be carried along to be read by nobody.
 *
 * @param {any} schema
 * @returns {any}
 * @throws Error at a keyword that nobody has thought of: the validators would pass over it
 */
export function toBeChecked(schema) {
  if (typeof schema === 'boolean') return schema
  return Object.fromEntries(Object.entries(schema).flatMap(([keyword, value]) => checked(keyword, value)))
}

/** A map of schemas by names that mean nothing here. @param {any} schemas */
function eachToBeChecked(schemas) {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, toBeChecked(schema)]))
}

function checked(keyword, value) {
  if (ANNOTATIONS.has(keyword) || keyword.startsWith('x-')) return []
  if (ASSERTIONS.has(keyword)) return [[keyword, value]]
  switch (keyword) {
    case 'properties':
      return [[keyword, eachToBeChecked(value)]]
    case 'items':
    case 'additionalProperties':
      return [[keyword, toBeChecked(value)]]
    case 'anyOf':
    case 'oneOf':
    case 'allOf':
      return [[keyword, value.map(toBeChecked)]]
    case 'discriminator':
      return [[keyword, { propertyName: value.propertyName }]] // Ajv reads the mapping from the alternatives, and refuses to be told
    default:
      throw new Error(`the keyword ${keyword} is new in spec/: see to it in spec/generate/schema.mjs`)
  }
}
