import { fullFormats } from 'ajv-formats/dist/formats.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { date, 'date-time' as dateTime, email, uri } from '../../spec/generate/formats.mjs'
import { runs } from '../model/runs.js'

const digits = (max: number): fc.Arbitrary<string> => fc.nat(max).map((number) => String(number).padStart(2, '0'))
const dates = fc
  .tuple(fc.oneof(fc.nat(9999), fc.constantFrom(1900, 2000, 2023, 2024)), digits(13), digits(32))
  .map(([year, month, day]) => `${String(year).padStart(4, '0')}-${month}-${day}`)
const offsets = fc.oneof(
  fc.constantFrom('', 'Z', 'z', '+00', '-0000'),
  fc.tuple(fc.constantFrom('+', '-'), digits(25), digits(61)).map(([sign, hours, minutes]) => `${sign}${hours}:${minutes}`),
)
const times = fc
  .tuple(digits(24), digits(60), fc.constantFrom('00', '59', '60', '61', '60.5', '1'), offsets)
  .map(([hour, minute, second, offset]) => `${hour}:${minute}:${second}${offset}`)

const formats = { date, 'date-time': dateTime, uri, email }
const texts: Readonly<Record<keyof typeof formats, fc.Arbitrary<string>>> = {
  date: dates,
  'date-time': fc.tuple(dates, fc.constantFrom('T', 't', ' ', '\t', '', 'TT'), times).map((parts) => parts.join('')),
  uri: fc.oneof(
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
    fc.tuple(fc.webUrl(), fc.string()).map((parts) => parts.join('')),
  ),
  email: fc.oneof(
    fc.emailAddress(),
    fc.tuple(fc.string(), fc.domain()).map((parts) => parts.join('@')),
  ),
}

describe('a format agrees with ajv-formats', () => {
  it.each(Object.keys(texts) as (keyof typeof formats)[])('%s', (name) => {
    fc.assert(
      fc.property(fc.oneof({ weight: 20, arbitrary: texts[name] }, fc.string()), (text) => {
        expect(fits(formats[name], text)).toBe(fits(fullFormats[name], text))
      }),
      runs(5000),
    )
  })

  it.each(['12:00:60', '23:59:60Z', '23:59:61Z', '00:59:60+01:00', '22:29:60-01:30', '23:59:60+00:01', '23:60:00Z'])(
    'a leap second: %s',
    (time) => {
      const text = `2016-12-31T${time}`

      expect(fits(formats['date-time'], text)).toBe(fits(fullFormats['date-time'], text))
    },
  )
})

function fits(format: unknown, text: string): boolean {
  if (format instanceof RegExp) return format.test(text)
  const validate = typeof format === 'object' && format !== null && 'validate' in format ? format.validate : format
  if (typeof validate !== 'function') throw new TypeError(`this is no format: ${format}`)
  return validate(text)
}
