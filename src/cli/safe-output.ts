import { printable } from '../../contracts/printable.js'
import type { Output } from './io.js'

/** The colours of this program, by picocolors. */
const COLOURS = new RegExp(`(${'\u001b'}\\[(?:[12]|22|3[1-9])m)`)

/**
 * An output that no text from outside can control, whatever servers, receivers and clients send.
 *
 * @param hasColours - lets colours pass
 */
export function safeOutput(output: Output, hasColours: boolean): Output {
  const safe = (text: string): string =>
    hasColours
      ? text
          .split(COLOURS)
          .map((part, i) => (i % 2 === 1 ? part : printable(part)))
          .join('')
      : printable(text)

  return new Proxy(output, {
    get(target, name) {
      if (name === 'write')
        return (chunk: string | Uint8Array, ...rest: []) => target.write(typeof chunk === 'string' ? safe(chunk) : chunk, ...rest)
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
