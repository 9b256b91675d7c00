// What the validators call where Ajv writes it out at every place: see `compact.mjs`. It becomes `src/generated/checks.js`, once for all of
// them. Violations are a list, or `null` while there are none, as Ajv has them; whoever calls goes on with what is given back.
import { characters } from './characters.mjs'

export * from './formats.mjs'
export { characters }

export function noted(violations, instancePath, keyword, params) {
  const violation = { instancePath, keyword, params }
  if (violations === null) return [violation]
  violations.push(violation)
  return violations
}

export function mistyped(violations, instancePath, type) {
  return noted(violations, instancePath, 'type', { type })
}

export function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Adds what another validator has against a value. */
export function held(validate, value, instancePath, violations) {
  if (validate(value, instancePath)) return violations
  return violations === null ? validate.errors : violations.concat(validate.errors)
}

/** The same of a property. What is not there, here and below, nobody has anything against. */
export function property(object, name, validate, instancePath, violations) {
  const value = object[name]
  return value === undefined ? violations : held(validate, value, `${instancePath}/${name}`, violations)
}

/** A property of a type that `typeof` tells. */
export function typed(object, name, type, instancePath, violations) {
  const value = object[name]
  return value === undefined || typeof value === type ? violations : mistyped(violations, `${instancePath}/${name}`, type)
}

/** A property that is text of so many characters at least. */
export function text(object, name, limit, instancePath, violations) {
  const value = object[name]
  if (typeof value !== 'string') return typed(object, name, 'string', instancePath, violations)
  return characters(value) < limit ? noted(violations, `${instancePath}/${name}`, 'minLength', { limit }) : violations
}

/** A property that is a whole number from a least to a most, each of which may be left open. Infinity is none, though Ajv takes it for one. */
export function integer(object, name, least, most, instancePath, violations) {
  const value = object[name]
  if (value !== undefined && !(typeof value === 'number' && value % 1 === 0)) {
    violations = mistyped(violations, `${instancePath}/${name}`, 'integer')
  }
  return ranged(object, name, least, most, instancePath, violations)
}

/** A property that is any number from a least to a most. */
export function number(object, name, least, most, instancePath, violations) {
  return ranged(object, name, least, most, instancePath, typed(object, name, 'number', instancePath, violations))
}

function ranged(object, name, least, most, instancePath, violations) {
  const value = object[name]
  if (typeof value !== 'number') return violations
  const path = `${instancePath}/${name}`
  if (most !== undefined && !(value <= most)) violations = noted(violations, path, 'maximum', { comparison: '<=', limit: most })
  return least === undefined || value >= least ? violations : noted(violations, path, 'minimum', { comparison: '>=', limit: least })
}

/** A property that is a list, with what another validator has against each of its members. */
export function list(object, name, validate, instancePath, violations) {
  return members(object, name, instancePath, violations, (value, i, path, before) => held(validate, value[i], `${path}/${i}`, before))
}

/** A property that is a list of texts of so many characters at least. */
export function texts(object, name, limit, instancePath, violations) {
  return members(object, name, instancePath, violations, (value, i, path, before) =>
    value[i] === undefined ? mistyped(before, `${path}/${i}`, 'string') : text(value, i, limit, path, before),
  )
}

function members(object, name, instancePath, violations, check) {
  const value = object[name]
  const path = `${instancePath}/${name}`
  if (value === undefined) return violations
  if (!Array.isArray(value)) return mistyped(violations, path, 'array')
  for (let i = 0; i < value.length; i++) violations = check(value, i, path, violations)
  return violations
}

/** An object that says itself, by a property, what another validator has against it. */
export function tagged(object, tag, validators, instancePath, violations) {
  const tagValue = object[tag]
  const isText = typeof tagValue === 'string'
  if (isText && Object.hasOwn(validators, tagValue)) return held(validators[tagValue], object, instancePath, violations)
  return noted(violations, instancePath, 'discriminator', { error: isText ? 'mapping' : 'tag', tag, tagValue })
}

export function required(object, names, instancePath, violations) {
  for (const missingProperty of names) {
    if (object[missingProperty] === undefined) violations = noted(violations, instancePath, 'required', { missingProperty })
  }
  return violations
}

/** Notes each property but those that are known. */
export function known(object, names, instancePath, violations) {
  for (const additionalProperty in object) {
    if (!names.includes(additionalProperty)) violations = noted(violations, instancePath, 'additionalProperties', { additionalProperty })
  }
  return violations
}

/** A text that is one of some. */
export function listed(value, allowedValues, instancePath, violations) {
  if (typeof value !== 'string') violations = mistyped(violations, instancePath, 'string')
  return allowedValues.includes(value) ? violations : noted(violations, instancePath, 'enum', { allowedValues })
}

/** A text that is this one. */
export function constant(value, allowedValue, instancePath, violations) {
  if (typeof value !== 'string') violations = mistyped(violations, instancePath, 'string')
  return value === allowedValue ? violations : noted(violations, instancePath, 'const', { allowedValue })
}

/** A text of a format. */
export function formatted(value, format, fits, instancePath, violations) {
  if (typeof value !== 'string') return mistyped(violations, instancePath, 'string')
  return fits(value) ? violations : noted(violations, instancePath, 'format', { format })
}

/** A text that a regular expression matches, which is told by its source. */
export function patterned(value, pattern, instancePath, violations) {
  if (typeof value !== 'string') return mistyped(violations, instancePath, 'string')
  return pattern.test(value) ? violations : noted(violations, instancePath, 'pattern', { pattern: pattern.source })
}

/** How many violations there are. */
export function count(violations) {
  return violations === null ? 0 : violations.length
}
