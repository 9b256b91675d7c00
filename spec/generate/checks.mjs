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

/** The same of a property, if it is there. */
export function property(validate, value, instancePath, name, violations) {
  return value === undefined ? violations : held(validate, value, instancePath + name, violations)
}

/** A property of a type that `typeof` tells, if it is there. */
export function typed(value, type, instancePath, violations) {
  return value === undefined || typeof value === type ? violations : mistyped(violations, instancePath, type)
}

/** A property that is text of so many characters at least, if it is there. */
export function text(value, limit, instancePath, violations) {
  if (typeof value !== 'string') return typed(value, 'string', instancePath, violations)
  return characters(value) < limit ? noted(violations, instancePath, 'minLength', { limit }) : violations
}

/** A property that is a whole number from a least to a most, each of which may be left open, if it is there. Infinity is none, though Ajv takes it for one. */
export function integer(value, least, most, instancePath, violations) {
  if (value === undefined) return violations
  if (!(typeof value === 'number' && value % 1 === 0)) violations = mistyped(violations, instancePath, 'integer')
  if (typeof value !== 'number') return violations
  if (most !== undefined && !(value <= most)) violations = noted(violations, instancePath, 'maximum', { comparison: '<=', limit: most })
  return least === undefined || value >= least ? violations : noted(violations, instancePath, 'minimum', { comparison: '>=', limit: least })
}

/** A property that is a list, if it is there, with what another validator has against each of its members. */
export function list(validate, value, instancePath, violations) {
  if (value === undefined) return violations
  if (!Array.isArray(value)) return mistyped(violations, instancePath, 'array')
  for (const [i, member] of value.entries()) violations = held(validate, member, `${instancePath}/${i}`, violations)
  return violations
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

/** How many violations there are. */
export function count(violations) {
  return violations === null ? 0 : violations.length
}
