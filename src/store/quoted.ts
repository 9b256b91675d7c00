const MOST = 80

/** A value as messages quote it: as JSON, shortened when long. */
export function quoted(value: unknown): string {
  const text = jsonOf(value)
  return text.length > MOST ? `${text.slice(0, MOST - 3)}...` : text
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return String(value) // circular, or nested too deep
  }
}
