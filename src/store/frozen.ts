/**
 * The same value, with everything in it made unchangeable: records are shared between a mock, its snapshots and whoever reads them, so
 * that a change to one would be a change to all. What is frozen already is not looked into again.
 */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const inner of Array.isArray(value) ? value : Object.values(value)) frozen(inner)
  return value
}
