import { invalid } from '../api-error.js'
import { isInstant } from '../time/timestamp.js'

/**
 * Unix milliseconds of a date or date-time in a field of a request.
 *
 * @throws ApiError VALIDATION_ERROR for times that ISO 8601 can write and no clock shows, such as a leap second
 */
export function parseInstant(field: string, text: string): number {
  const instant = Date.parse(text)
  if (isInstant(instant)) return instant
  const message = `${field} must be a date or date-time between the years 0000 and 9999; got ${JSON.stringify(text)}`
  throw invalid([{ field, message }])
}
