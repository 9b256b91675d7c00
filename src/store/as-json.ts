import { deepFreeze } from './deep-freeze.js'

/** A value as JSON brings it across: a copy that shares nothing, without what has no value, and unchangeable. */
export function asJson<T>(value: T): T {
  return deepFreeze(JSON.parse(JSON.stringify(value)))
}
