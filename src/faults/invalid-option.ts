import { quoted } from '../store/quoted.js'

/** An option that will not do, told with what would. */
export function invalidOption(call: string, option: string, value: unknown, wanted: string): TypeError {
  return new TypeError(`${call}: ${option} must be ${wanted}; got ${quoted(value)}`)
}
