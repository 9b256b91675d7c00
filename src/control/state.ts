import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { invalid } from '../api-error.js'
import type { World } from '../store/records.js'
import { InvalidWorld, parseWorld } from '../store/world.js'
import type { Handler } from './call.js'
import { currentSummary } from './current-summary.js'

/** Records written at once: a large world is sent in pieces, so that API requests are handled in between. */
const RECORDS_AT_ONCE = 500

/** `GET /_mock/state`: the data at this moment, however long sending takes. */
export const getState: Handler<'getState'> = async ({ mock, request, response }) => {
  response.type('json').status(200)
  if (request.method === 'HEAD') response.end()
  else await pipeline(Readable.from(jsonOf(mock.world())), response).catch(() => {}) // the client has disconnected
  return undefined
}

/** `PUT /_mock/state` */
export const putState: Handler<'putState'> = ({ mock, body }) => {
  const world = worldFrom(body)
  withWorldErrors('', () => mock.load(world))
  return currentSummary(mock)
}

/**
 * Parses a world from a body.
 *
 * @param prefix - its path in the body: `world.`
 * @throws ApiError VALIDATION_ERROR naming each path, the value and the rule
 */
export function worldFrom(value: unknown, prefix = ''): World {
  return withWorldErrors(prefix, () => parseWorld(value))
}

/** Runs an action with a world. @throws ApiError VALIDATION_ERROR naming each path, the value and the rule */
export function withWorldErrors<T>(prefix: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (!(error instanceof InvalidWorld)) throw error
    const details = error.problems.map(({ field, message }) => ({ field: prefix + field, message: prefix + message }))
    throw invalid(details, error.more)
  }
}

function* jsonOf(world: World): Generator<string> {
  let before = '{'
  for (const [name, value] of Object.entries(world)) {
    yield `${before}${JSON.stringify(name)}:`
    if (Array.isArray(value)) yield* listOf(value)
    else yield JSON.stringify(value)
    before = ','
  }
  yield '}'
}

function* listOf(records: readonly unknown[]): Generator<string> {
  yield '['
  for (let i = 0; i < records.length; i += RECORDS_AT_ONCE) {
    yield (i === 0 ? '' : ',') + JSON.stringify(records.slice(i, i + RECORDS_AT_ONCE)).slice(1, -1)
  }
  yield ']'
}
