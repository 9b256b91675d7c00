import { expect, it } from 'vitest'
import { sentencesOf } from '../../src/proxy/violations.js'

/** In Prism's format of violations. */
function prismMessage(...violations: readonly (readonly [location: string, message: string])[]): string {
  return JSON.stringify(violations.map(([location, message]) => ({ location: location.split('.'), severity: 'Error', message })))
}

it.each([
  [
    'response.body.data.0',
    "Response body property data.0 must have required property 'id'",
    "response body data.0 must have required property 'id'",
  ],
  ['response.body', "Response body must have required property 'meta'", "response body must have required property 'meta'"],
  [
    'response.header.x-ratelimit-limit',
    'Response header parameter x-ratelimit-limit must be integer',
    'response header x-ratelimit-limit must be integer',
  ],
  ['request.query.perpage', 'Request query parameter perpage must be <= 100', 'request query perPage must be <= 100'],
  ['request.query.page', 'Query param page is deprecated', 'request query page is deprecated'],
  ['request', 'Invalid security scheme used', 'request: invalid security scheme used'],
  ['request', 'Selected route not found', 'request: GET /conversations is not in the document'],
])('a violation at %s reads as a sentence: %s', (location, message, sentence) => {
  expect(sentencesOf(prismMessage([location, message]), 'GET /conversations?perPage=500')).toEqual([sentence])
})

it('truncated violations of Prism are reported as far as possible', () => {
  const complete = prismMessage(
    ['response.body.a', 'Response body property a must be string'],
    ['response.body.b', 'Response body property b must be string'],
  )

  expect(sentencesOf(`Too many violations! ${complete.slice(0, -5)}`, 'GET /')).toEqual(['response body a must be string', 'and more'])
})
