import { isLoopbackHost } from '../adapters/node/loopback.js'
import type { Scenario } from '../faults/scenarios.js'
import { type MockOptions, startMock } from '../mock/create-mock.js'
import { type InternalMock, internalsOf } from '../mock/internals.js'
import type { DataFile } from '../persistence/data-file.js'
import { startServer } from '../server/start.js'
import { present } from '../store/present.js'
import { openData } from './data.js'
import { CommandError, type Io, reasonOf } from './io.js'
import { createLog, type LogFormat } from './log.js'
import { stopped } from './stopped.js'
import { loadWorld } from './world.js'

export interface ServeOptions {
  readonly port: number
  readonly host: string
  readonly basePath: string
  readonly seed: number
  readonly conversations?: number
  readonly world?: string
  readonly now?: string
  readonly data?: string
  readonly compactAt?: number
  readonly apiKey?: readonly string[]
  readonly rateLimit?: number
  readonly latency?: string
  readonly scenario: Scenario
  readonly strict: boolean
  readonly webhook?: string
  readonly webhookSecret?: string
  readonly webhookEvents?: readonly string[]
  readonly controlToken?: string
  readonly trustProxy: boolean
  readonly allowHttpHost?: readonly string[]
  readonly sandboxPerKey: boolean
  readonly log: LogFormat
}

/**
 * Serves until a signal; a second one aborts the requests that are under way.
 *
 * @throws CommandError when it cannot start
 */
export async function serve(options: ServeOptions, io: Io): Promise<void> {
  requireKeys(options.apiKey ?? [])
  if (options.controlToken !== undefined) requireToken(options.controlToken)
  if (options.data !== undefined && options.sandboxPerKey) {
    throw new CommandError('--data: it does not go with --sandbox-per-key, for sandboxes start anew each time')
  }
  const webhooks = webhooksOf(options)
  const dataFile = options.data === undefined ? undefined : await openData(options.data, options, io)
  try {
    await serveWith(options, webhooks, io, dataFile)
  } finally {
    await dataFile?.close()
  }
}

type Webhooks = NonNullable<MockOptions['webhooks']>

async function serveWith(options: ServeOptions, webhooks: Webhooks, io: Io, dataFile: DataFile | undefined): Promise<void> {
  const { seed, apiKey: apiKeys = [], rateLimit, scenario, strict, now, sandboxPerKey, allowHttpHost: allowHttpHosts = [] } = options
  const world = await loadWorld(options)
  const others = { ...(now !== undefined && { now }), ...(rateLimit !== undefined && { rateLimit }) }
  const running = started(options, () =>
    startMock(world, { seed, apiKeys, scenario, strict, webhooks, sandboxPerKey, allowHttpHosts, ...others }, dataFile),
  )
  try {
    await served(running, options, webhooks, io)
  } finally {
    internalsOf(running).close() // a receiver that hangs delays nothing, and nothing is sent that could not be persisted any more
  }
}

/** Serves a mock until a signal. */
async function served(mock: InternalMock, options: ServeOptions, webhooks: Webhooks, io: Io): Promise<void> {
  const { port, host, basePath, seed, apiKey: apiKeys = [], latency, controlToken, trustProxy } = options
  // Persisted data may be older than the option.
  const wanted = webhooks.map((webhook) => internalsOf(mock).upsertWebhook(webhook))
  const log = createLog(options.log, io)
  const server = await startServer(mock, {
    port,
    host,
    basePath,
    seed,
    trustProxy,
    secrets: [...apiKeys, ...mock.webhooks.all().map(({ secret }) => secret)],
    ...(latency !== undefined && { latency }),
    ...(controlToken !== undefined && { controlToken }), // the server adds it to the secrets itself
    ...(log.request && { log: log.request }),
  }).catch((error: Error) => {
    throw new CommandError(error.message, { cause: error })
  })
  const stop = stopped(server, io.signals) // before the ready line: whoever waits for that may stop it at once
  log.ready({ url: server.url, docs: new URL('/docs', server.url).href, conversations: mock.db.conversations.count() })
  if (!isLoopbackHost(host)) log.exposed({ host, hasToken: controlToken !== undefined })
  for (const webhook of wanted) {
    if (options.log !== 'silent' || options.webhookSecret === undefined) log.webhook(webhook) // nobody knows a secret that was made
  }
  await stop
}

/** The webhook of `--webhook`, registered at the start and after every reset. */
function webhooksOf({ webhook: url, webhookSecret: secret, webhookEvents: events }: ServeOptions): Webhooks {
  if (url !== undefined) return [present({ url, secret, events })]
  if (secret !== undefined) throw new CommandError('--webhook-secret goes with --webhook only')
  if (events !== undefined) throw new CommandError('--webhook-events goes with --webhook only')
  return []
}

function started(options: ServeOptions, start: () => InternalMock): InternalMock {
  try {
    return start()
  } catch (error) {
    if (error instanceof TypeError && error.message.startsWith('webhooks: ')) {
      throw new CommandError(`--webhook: ${error.message.slice('webhooks: '.length)}`, { cause: error })
    }
    throw options.data === undefined ? error : new CommandError(`--data ${options.data}: ${reasonOf(error)}`, { cause: error })
  }
}

/** Validated here: the parser would print an invalid key. */
function requireKeys(keys: readonly string[]): void {
  if (!keys.every((key) => /^[\x21-\x7e]+$/.test(key))) throw new CommandError('--api-key: a key must be text without white space')
  if (keys.some((key) => key.startsWith('invalid'))) {
    throw new CommandError('--api-key: a key must not begin with "invalid": the API never takes such a one')
  }
}

/** Validated here, for the same reason. */
function requireToken(token: string): void {
  if (!/^[\x21-\x7e]+$/.test(token)) throw new CommandError('--control-token: a token must be text without white space')
}
