/** Freezes a value and everything in it, and returns it: records are shared by a mock, its snapshots and its users. Skips what is frozen. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const inner of Array.isArray(value) ? value : Object.values(value)) deepFreeze(inner)
  return value
}
