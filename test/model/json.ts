/** The value at a path in JSON; `undefined` if there is none. */
export function at(json: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isContainer(inner) && Object.hasOwn(inner, key) ? Reflect.get(inner, key) : undefined), json)
}

/** The id of the object at a path in JSON. */
export function idAt(json: unknown, ...path: readonly string[]): string | undefined {
  const id = at(json, ...path, 'id')
  return typeof id === 'string' ? id : undefined
}

/** Whether the value is an object or an array. */
export function isContainer(json: unknown): json is object {
  return typeof json === 'object' && json !== null
}
