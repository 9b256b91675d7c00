import { SCENARIOS, type Scenario } from '../faults/scenarios.js'
import type { World } from '../store/records.js'
import type { Instant } from '../time/clock.js'
import type { GivenWebhook } from './webhooks.js'

export interface MockOptions {
  /** Initial data, which are frozen; by default those of the guide: `conv_abc123`, John Doe, Support Agent. */
  readonly world?: World
  /** Random seed: the same seed, clock and requests give the same bytes. By default 1. */
  readonly seed?: number
  /** Initial time of the clock, which runs on from there; by default the world's `now`, or else the current time. */
  readonly now?: Instant
  /** Accepted API keys. By default any key that does not start with `invalid`. */
  readonly apiKeys?: readonly string[]
  /** Rejects parameters and fields that the spec does not define; by default they are ignored. */
  readonly strict?: boolean
  /** Requests per minute per API key, before a 429. By default unlimited. */
  readonly rateLimit?: number
  /** Preset of faults from the start and after each reset: `happy` (default), `flaky`, `slow`, `outage` or `rate-limited`. */
  readonly scenario?: Scenario
  /** Webhooks to start with, beside those of the world; see `MockWebhooks.create`. */
  readonly webhooks?: readonly GivenWebhook[]
  /** Hosts that webhooks may reach by http, beside loopback: `['host.docker.internal']`. */
  readonly allowHttpHosts?: readonly string[]
  /** Gives each API key its own data, which start as the mock's do; see `MockSandboxes`. By default all keys share one state. */
  readonly sandboxPerKey?: boolean
}

const OPTIONS = ['world', 'seed', 'now', 'apiKeys', 'strict', 'rateLimit', 'scenario', 'webhooks', 'allowHttpHosts', 'sandboxPerKey']

/**
 * Validates options.
 *
 * @throws TypeError naming the invalid option
 */
export function validateOptions(options: MockOptions): MockOptions {
  if (typeof options !== 'object' || options === null) throw new TypeError(`createMock: options must be an object; got ${options}`)
  const unknownName = Object.keys(options).find((option) => !OPTIONS.includes(option))
  if (unknownName !== undefined) throw new TypeError(`createMock: there is no option ${unknownName}; there are ${OPTIONS.join(', ')}`)
  const { seed, apiKeys, rateLimit, strict, scenario, webhooks, allowHttpHosts, sandboxPerKey } = options
  if (seed !== undefined && !Number.isSafeInteger(seed)) throw invalidOption('seed', seed, 'a whole number')
  if (rateLimit !== undefined && (!Number.isSafeInteger(rateLimit) || rateLimit < 1)) {
    throw invalidOption('rateLimit', rateLimit, 'a whole number of requests a minute, at least 1')
  }
  if (apiKeys !== undefined && !isListOfWords(apiKeys))
    throw invalidOption('apiKeys', apiKeys, 'a list of keys, each text without white space')
  const rejected = apiKeys?.find((key) => key.startsWith('invalid'))
  if (rejected !== undefined) throw invalidOption('apiKeys', rejected, 'keys that do not start with "invalid", which the API never takes')
  if (strict !== undefined && typeof strict !== 'boolean') throw invalidOption('strict', strict, 'true or false')
  if (scenario !== undefined && !Object.hasOwn(SCENARIOS, scenario)) {
    throw invalidOption('scenario', scenario, `one of ${Object.keys(SCENARIOS).join(', ')}`)
  }
  if (webhooks !== undefined && !Array.isArray(webhooks))
    throw invalidOption('webhooks', webhooks, 'a list of webhooks, each { url, events }')
  if (allowHttpHosts !== undefined && !isListOfWords(allowHttpHosts))
    throw invalidOption('allowHttpHosts', allowHttpHosts, 'a list of host names')
  if (sandboxPerKey !== undefined && typeof sandboxPerKey !== 'boolean')
    throw invalidOption('sandboxPerKey', sandboxPerKey, 'true or false')
  return options
}

function isListOfWords(value: unknown): boolean {
  return Array.isArray(value) && value.every((word) => typeof word === 'string' && /^\S+$/.test(word))
}

function invalidOption(option: string, value: unknown, wanted: string): TypeError {
  return new TypeError(`createMock: ${option} must be ${wanted}; got ${JSON.stringify(value) ?? String(value)}`)
}
