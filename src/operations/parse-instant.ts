import { invalid } from '../api-error.js'
import { isInstant, parseDateTime } from '../time/timestamp.js'

const LEAP_SECOND = /:60(?:\.\d+)?(?:Z|[+-]\d\d(?::?\d\d)?)$/i

/**
 * Unix milliseconds of a date or date-time in a field of a request.
 *
 * @throws ApiError VALIDATION_ERROR for times that ISO 8601 can write and no clock shows, such as a leap second
 */
export function parseInstant(field: string, text: string): number {
  const instant = parseDateTime(text)
  if (isInstant(instant)) return instant
  const wish = LEAP_SECOND.test(text) ? 'no leap second: seconds go to 59' : 'a date or date-time between the years 0000 and 9999'
  const message = `${field} must be ${wish}; got ${JSON.stringify(text)}`
  throw invalid([{ field, message }])
}
