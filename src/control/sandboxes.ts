import type { Handler } from './call.js'
import { missing } from './error-responses.js'

/** `GET /_mock/sandboxes` */
export const listSandboxes: Handler<'listSandboxes'> = ({ control }) => ({
  data: control.rootMock.sandboxes.keys().map((key) => ({ key })),
})

/** `DELETE /_mock/sandboxes` */
export const clearSandboxes: Handler<'clearSandboxes'> = ({ control }) => {
  const { sandboxes } = control.rootMock
  for (const key of sandboxes.keys()) sandboxes.delete(key)
  return undefined
}

/** `DELETE /_mock/sandboxes/:key` */
export const deleteSandbox: Handler<'deleteSandbox'> = ({ control, path }) => {
  if (!control.rootMock.sandboxes.delete(path.key)) throw missing('sandbox of that key')
  return undefined
}

/** Keys in the path of a call, which logs must hide. */
export function keysIn(url: string): string[] {
  const [, key] = /^\/_mock\/sandboxes\/([^/?]+)/i.exec(url) ?? []
  if (key === undefined) return []
  try {
    return [key, decodeURIComponent(key)]
  } catch {
    return [key]
  }
}
