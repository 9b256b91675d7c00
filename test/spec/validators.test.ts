import { readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { guideWorld } from '../../fixtures/guide.js'
import { requestValidators } from '../../src/generated/request-validators.js'
import { responseValidators } from '../../src/generated/response-validators.js'
import { type Route, routes } from '../../src/generated/routes.js'
import { type Validator, worldValidators } from '../../src/generated/world-validator.js'
import { at, isContainer } from '../model/json.js'
import { runs } from '../model/runs.js'

interface Compared {
  readonly name: string
  readonly generated: Validator | undefined
  readonly ofAjv: ValidateFunction
  /** A valid value, to be made invalid. */
  readonly value: unknown
}

const openapi = read('openapi.yaml')
const ajv = new Ajv2020({ allErrors: true, strict: false, validateSchema: false, discriminator: true })
addFormats.default(ajv)
ajv.addSchema(openapi, 'openapi.yaml')
ajv.addSchema(read('world.yaml'), 'world.yaml')

const SCHEMAS = '#/components/schemas'
const compared = [
  { name: 'a world', generated: worldValidators.World, ofAjv: compiled(`world.yaml${SCHEMAS}/World`), value: guideWorld },
  { name: 'an error', generated: responseValidators.error, ofAjv: schemaNamed('ErrorResponse'), value: example('InvalidBody') },
  ...routes.filter(({ body }) => body !== undefined).map(requestOf),
  ...routes.filter(({ status }) => status !== 204).map(responseOf),
  ...Object.keys(responseValidators.events).map(eventOf),
]

/** Values of generated clients, careless authors or attackers. */
const oddValue = fc.oneof(
  fc.constantFrom(null, true, 0, -1, 1.5, 101, '', ' ', 'open', 'closed', '😀', '\ud83d', [], {}, [null], '__proto__'),
  fc.constantFrom('2024-02-29', '2023-02-29', '2024-01-15T10:00:00Z', '2024-01-15T23:59:60Z', '2024-01-15 10:00:00+25:00', '2024-13-01'),
  fc.constantFrom('a@b.co', 'a@b', 'https://a.b/c.jpg', 'a:b', '//a', '/a', 'http://[::1]/', '+5511999999999', '+0', '12'),
  fc.json().map((json): unknown => JSON.parse(json)),
)
const change = fc.record({ where: fc.nat(), how: fc.constantFrom('replace', 'remove', 'add'), value: oddValue })

describe('a generated validator agrees with Ajv on any value', () => {
  it.each(compared)('$name', ({ generated, ofAjv, value }) => {
    expect(errorsOf(generated, value)).toEqual([])
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const changed = changes.reduce(applyChange, structuredClone(value))
        expect(errorsOf(generated, changed)).toEqual(errorsOf(ofAjv, changed))
      }),
      runs(200),
    )
  })
})

function requestOf({ operationId, path, method }: Route): Compared {
  return {
    name: `the body of ${operationId}`,
    generated: requestValidators[operationId].body,
    ofAjv: compiled(pointer('paths', path, method.toLowerCase(), 'requestBody', 'content', 'application/json', 'schema')),
    value: example(`${capitalized(operationId)}Request`),
  }
}

function responseOf({ operationId, path, method, status }: Route): Compared {
  return {
    name: `the answer of ${operationId}`,
    generated: responseValidators.responses[operationId][status],
    ofAjv: compiled(pointer('paths', path, method.toLowerCase(), 'responses', String(status), 'content', 'application/json', 'schema')),
    value: example(`${capitalized(operationId)}Response`),
  }
}

function eventOf(event: string): Compared {
  const name = `${event.split('.').map(capitalized).join('')}Event`
  return { name: `the event ${event}`, generated: responseValidators.events[event], ofAjv: schemaNamed(name), value: example(name) }
}

function errorsOf(validator: Validator | ValidateFunction | undefined, value: unknown): unknown[] {
  if (validator === undefined) throw new Error('there is no such validator')
  if (validator(value)) return []
  return (validator.errors ?? []).map(({ instancePath, keyword, params }) => ({ instancePath, keyword, params }))
}

/** Changes one place of a value. */
function applyChange(value: unknown, { where, how, value: odd }: { where: number; how: string; value: unknown }): unknown {
  const places = placesOf(value)
  const [parent, key] = places[where % (places.length + 1)] ?? []
  if (parent === undefined || key === undefined) return odd
  if (how === 'remove') Reflect.deleteProperty(parent, key)
  else if (how === 'add') Reflect.set(parent, `${key}s`, odd)
  else Reflect.set(parent, key, odd)
  return value
}

function placesOf(value: unknown): [object, string][] {
  if (!isContainer(value)) return []
  return Object.entries(value).flatMap(([key, inner]) => [[value, key], ...placesOf(inner)] satisfies [object, string][])
}

function read(name: string): object {
  const text = readFileSync(new URL(`../../spec/${name}`, import.meta.url), 'utf8')
  // Ajv reads the mapping of a discriminator from the alternatives themselves, and rejects an explicit one.
  return parse(text, (key, value: unknown) => (key === 'discriminator' ? { propertyName: at(value, 'propertyName') } : value))
}

function example(name: string): unknown {
  return at(openapi, 'components', 'examples', name, 'value')
}

function schemaNamed(name: string): ValidateFunction {
  return compiled(`openapi.yaml${SCHEMAS}/${name}`)
}

function compiled($ref: string): ValidateFunction {
  return ajv.compile({ $ref })
}

function pointer(...keys: readonly string[]): string {
  return `openapi.yaml#/${keys.map((key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`
}

function capitalized(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}
