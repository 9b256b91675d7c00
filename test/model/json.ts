/** What stands at a place in JSON; `undefined` when nothing does. */
export function at(json: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isContainer(inner) && Object.hasOwn(inner, key) ? Reflect.get(inner, key) : undefined), json)
}

/** The id of what stands at a place in JSON. */
export function idAt(json: unknown, ...path: readonly string[]): string | undefined {
  const id = at(json, ...path, 'id')
  return typeof id === 'string' ? id : undefined
}

/** Whether it is an object or an array. */
export function isContainer(json: unknown): json is object {
  return typeof json === 'object' && json !== null
}
