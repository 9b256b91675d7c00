import { Option } from 'commander'
import { certificateRemedy } from '../../contracts/verify/certificate-remedy.js'
import { CommandError, reasonOf } from './io.js'
import { basePath } from './options.js'

/** Address of a running mock, and the keys to use. */
export interface MockOptions {
  readonly url: string
  readonly basePath: string
  readonly apiKey: string
  readonly controlToken?: string
}

/** A mock in another process. */
export interface RunningMock {
  /** Base URL: `http://127.0.0.1:4010/v1`. */
  readonly baseUrl: string
  /** URL of a path below the base URL, or below the control plane where it begins with `/_mock`. */
  urlOf(path: string): string
  /** Headers of every call. */
  readonly headers: Readonly<Record<string, string>>
  /** Calls a path, as `urlOf` has it; returns the JSON of the response. */
  call(method: string, path: string, body?: object): Promise<unknown>
}

/** The mock has responded with an error. */
export class ResponseError extends CommandError {
  readonly httpStatus: number

  constructor(message: string, httpStatus: number) {
    super(message)
    this.httpStatus = httpStatus
  }
}

/** Longer than a receiver may take to respond to a test, 30 s at most. */
const LONGEST_MILLISECONDS = 40_000

export function mockOptions(): readonly Option[] {
  return [
    new Option('--url <url>', 'address of the mock').default('http://127.0.0.1:4010'),
    new Option('--base-path <path>', 'path of its API, unless --url has one').argParser(basePath).default('/v1'),
    new Option('--api-key <key>', 'an API key that it accepts').default('any-key'),
    new Option('--control-token <token>', 'control token of the mock, if it has one'),
  ]
}

/** @throws CommandError for an invalid URL, or a key that no header can carry */
export function runningMock({ url, basePath, apiKey, controlToken }: MockOptions): RunningMock {
  if (!/^[\x21-\x7e]+$/.test(apiKey)) throw new CommandError('--api-key: an API key must be ASCII text without white space')
  const given = httpUrl(url, '--url')
  const baseUrl = given.origin + (given.pathname === '/' ? basePath : given.pathname).replace(/\/+$/, '')
  const headers = { authorization: `Bearer ${apiKey}`, ...(controlToken !== undefined && { 'x-mock-token': controlToken }) }

  const urlOf = (path: string): string => (path.startsWith('/_mock/') ? given.origin : baseUrl) + path

  return {
    baseUrl,
    urlOf,
    headers,
    async call(method, path, body) {
      const response = await fetch(urlOf(path), {
        method,
        headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
        signal: AbortSignal.timeout(LONGEST_MILLISECONDS),
        ...(body && { body: JSON.stringify(body) }),
      }).catch((error: Error) => {
        throw new CommandError(unreachable(given.origin, error), { cause: error })
      })
      if (!response.ok) throw await responseError(method, path, response)
      const text = await response.text()
      return text === '' ? undefined : JSON.parse(text)
    },
  }
}

/** The error for a response with an error status. */
export async function responseError(method: string, path: string, response: Response): Promise<ResponseError> {
  return new ResponseError(`${method} ${path} responded ${response.status}${messageIn(await response.text())}`, response.status)
}

/**
 * Parses the URL of an option; without a scheme it is http.
 *
 * @throws CommandError naming the option
 */
export function httpUrl(text: string, option: string): URL {
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new CommandError(`${option}: it must be an http or https URL, such as http://127.0.0.1:4010`)
  }
  if (url.username + url.password !== '') throw new CommandError(`${option}: it must be a URL without a password`)
  return url
}

/** Reason why a call got no response, for part of a message: `fetch` has it in the cause. */
export function whyUnreached(error: Error): string {
  const { cause } = error
  if (cause instanceof AggregateError) return cause.errors.map(reasonOf).join('; ')
  return reasonOf(cause ?? error) + certificateRemedy(cause ?? error)
}

function unreachable(origin: string, error: Error): string {
  return `no mock responds at ${origin} (${whyUnreached(error)}): start one with "linktor-mock", or give its address with --url`
}

/** Message in the error envelope of a response. */
function messageIn(text: string): string {
  try {
    const { code, message } = JSON.parse(text).error
    return ` ${code}: ${message}`
  } catch {
    return ''
  }
}
