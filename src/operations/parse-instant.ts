import { invalid } from '../api-error.js'
import { isInstant } from '../time/timestamp.js'

/**
 * The Unix milliseconds of a date or date-time that a request gave in a field.
 *
 * @throws ApiError VALIDATION_ERROR for what ISO 8601 can write but no clock shows, such as a leap second
 */
export function parseInstant(field: string, text: string): number {
  const instant = Date.parse(text)
  if (isInstant(instant)) return instant
  const message = `${field} must be a date or date-time between the years 0000 and 9999; got ${JSON.stringify(text)}`
  throw invalid([{ field, message }])
}
