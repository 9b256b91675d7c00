const listeners = new WeakMap<object, (() => void)[]>()

/** Has something done before a mock puts other data in the place of its own: a server handles what has come in by then. */
export function beforeChange(mock: object, listener: () => void): void {
  listeners.set(mock, [...(listeners.get(mock) ?? []), listener])
}

/** Does what is to be done before. */
export function announceChange(mock: object): void {
  for (const listener of listeners.get(mock) ?? []) listener()
}
