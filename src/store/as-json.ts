import { frozen } from './frozen.js'

/** A value as JSON brings it across: a copy that shares nothing, without what has no value, and unchangeable. */
export function asJson<T>(value: T): T {
  return frozen(JSON.parse(JSON.stringify(value)))
}
