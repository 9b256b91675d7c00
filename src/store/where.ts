/** Conditions on a record: properties with these values, or a predicate. */
export type Where<R> = { readonly [K in keyof R]?: R[K] | undefined } | ((record: R) => boolean)

/** Returns a predicate for conditions. */
export function matcher<R>(where: Where<R>): (record: R) => boolean {
  if (typeof where === 'function') return where
  return (record) => {
    for (const key in where) if (!sameValue(record[key], where[key])) return false
    return true
  }
}

/** Deep equality of JSON values. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameValue(Reflect.get(a, key), Reflect.get(b, key)))
  )
}
