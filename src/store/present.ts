/** A type whose properties that may be `undefined` are optional. */
export type Present<T> = { readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/** A copy without `undefined` properties: in the documented JSON a missing value is absent, never `null`. */
export function present<const T extends object>(properties: T): Present<T>
export function present(properties: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const there: Record<string, unknown> = {}
  for (const key in properties) if (properties[key] !== undefined) there[key] = properties[key]
  return there
}

/** Type-only variant of {@link present} for values that become JSON, which leaves out `undefined` itself. */
export function inJson<const T extends object>(properties: T): Present<T> {
  return properties as Present<T>
}
