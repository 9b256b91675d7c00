/** Value at a path in JSON; `undefined` where there is none. */
export function at(json: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isContainer(inner) && Object.hasOwn(inner, key) ? Reflect.get(inner, key) : undefined), json)
}

/** Id of the resource at a path in JSON. */
export function idAt(json: unknown, ...path: readonly string[]): string | undefined {
  const id = at(json, ...path, 'id')
  return typeof id === 'string' ? id : undefined
}

/** Tells whether a value is an object or an array. */
export function isContainer(json: unknown): json is object {
  return typeof json === 'object' && json !== null
}
