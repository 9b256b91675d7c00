/** An option that will not do, told with what would. */
export function wrongOption(call: string, option: string, value: unknown, wanted: string): TypeError {
  return new TypeError(`${call}: ${option} must be ${wanted}; got ${told(value)}`)
}

function told(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return String(value) // what goes round in circles
  }
}
