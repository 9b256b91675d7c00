import type { Answer } from '../exchange.js'
import type { ContractOptions } from '../options.js'
import { Pace } from '../pace.js'
import { Unreachable, Wire } from '../wire.js'
import { CannotRun } from './cannot-run.js'
import { certificateRemedy } from './certificate-remedy.js'

/** Maximum number of attempts after a 429. */
const TRIES = 3

/**
 * Requests one conversation to check that the API is reachable and accepts the key.
 *
 * @throws CannotRun
 */
export async function preflight(options: ContractOptions): Promise<void> {
  const { status, headers, body, text } = await firstResponse(options)
  const url = `${options.baseUrl}/conversations`
  const isItTheBase = `is ${options.baseUrl} the base URL of the API, with its /v1?`
  if (status === 401 || status === 403)
    throw new CannotRun(`${url} rejects the API key (${status}); pass a valid one with --api-key or LINKTOR_API_KEY`)
  if (status >= 300 && status < 400)
    throw new CannotRun(`${url} redirects to ${headers['location'] ?? 'nowhere'} (${status}): give the base URL that it leads to`)
  if (status === 429) throw new CannotRun(`${url} keeps answering 429 (too many requests); try later, or limit the rate with --rps`)
  if (body === undefined) {
    const kind = text === '' ? 'an empty body' : (headers['content-type']?.split(';')[0] ?? 'a body of no content type')
    throw new CannotRun(`${url} answers ${status} with ${kind}, not JSON: ${isItTheBase}`)
  }
  if (status === 404) throw new CannotRun(`${url} answers 404: ${isItTheBase}`)
  if (status >= 500) throw new CannotRun(`${url} answers ${status}: server error`)
}

async function firstResponse({ signal, ...options }: ContractOptions): Promise<Answer> {
  try {
    const wire = new Wire(options, new Pace(options.rps), TRIES)
    return (await wire.send({ method: 'GET', path: '/conversations?perPage=1' })).answer
  } catch (error) {
    if (error instanceof Unreachable) throw new CannotRun(`The server cannot be reached: ${error.message}${remedy(error)}`)
    throw error
  }
}

/** A remedy, where the error message does not suggest one. */
function remedy({ message, cause }: Unreachable): string {
  const inner = cause instanceof Error ? cause.cause : undefined
  const untrusted = certificateRemedy(inner)
  if (untrusted !== '') return untrusted
  if (/wrong version number|packet length too long/.test(message)) return ': it does not speak TLS; is it http://?'
  return ''
}
