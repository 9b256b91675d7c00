// What the validators call where Ajv writes it out at every place: see `compact.mjs`. It becomes `src/generated/checks.js`, once for all of
// them. Violations are a list, or `null` while there are none, as Ajv has them; whoever calls goes on with what is given back.
export { characters } from './characters.mjs'
export * from './formats.mjs'

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

export function listed(value, allowedValues, instancePath, violations) {
  return allowedValues.includes(value) ? violations : noted(violations, instancePath, 'enum', { allowedValues })
}

/** How many violations there are. */
export function count(violations) {
  return violations === null ? 0 : violations.length
}
