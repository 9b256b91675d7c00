/** The same properties, those that may be `undefined` made optional. */
export type Present<T> = { readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/** Leaves out what has no value: in the documented JSON that is absent, never `null`. */
export function present<const T extends object>(properties: T): Present<T>
export function present(properties: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const there: Record<string, unknown> = {}
  for (const key in properties) if (properties[key] !== undefined) there[key] = properties[key]
  return there
}

/** The same of what becomes JSON and nothing else: JSON leaves out what has no value by itself, so that nothing need be copied. */
export function inJson<const T extends object>(properties: T): Present<T> {
  return properties as Present<T>
}
