import { deepFreeze } from './deep-freeze.js'

/** A deep, frozen copy of a value as JSON, without `undefined` properties. */
export function asJson<T>(value: T): T {
  return deepFreeze(JSON.parse(JSON.stringify(value)))
}
