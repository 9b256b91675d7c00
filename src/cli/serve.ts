import { type Mock, startMock } from '../mock.js'
import { startServer } from '../server/start.js'
import { type Keeper, openData } from './data.js'
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
  readonly strict: boolean
  readonly log: LogFormat
}

/**
 * Serves until it is told to stop by a signal; a second one cuts short the requests that are under way.
 *
 * @throws CommandError when it cannot start
 */
export async function serve(options: ServeOptions, io: Io): Promise<void> {
  requireKeys(options.apiKey ?? [])
  const keeper = options.data === undefined ? undefined : await openData(options.data, options, io)
  try {
    await serveKept(options, io, keeper)
  } finally {
    await keeper?.close()
  }
}

async function serveKept(options: ServeOptions, io: Io, keeper: Keeper | undefined): Promise<void> {
  const { port, host, basePath, seed, apiKey: apiKeys = [], rateLimit, latency, strict, now } = options
  const world = await loadWorld(options)
  const mock = started(options, () =>
    startMock(world, { seed, apiKeys, strict, ...(now !== undefined && { now }), ...(rateLimit !== undefined && { rateLimit }) }, keeper),
  )
  const log = createLog(options.log, io)
  const server = await startServer(mock, {
    port,
    host,
    basePath,
    seed,
    secrets: apiKeys,
    ...(latency !== undefined && { latency }),
    ...(log.request && { log: log.request }),
  }).catch((error: Error) => {
    throw new CommandError(error.message, { cause: error })
  })
  const stop = stopped(server, io.signals) // before it says that it is ready: whoever waits for that may stop it at once
  log.ready({ url: server.url, docs: new URL('/docs', server.url).href, conversations: mock.db.conversations.count() })
  await stop
}

function started(options: ServeOptions, start: () => Mock): Mock {
  try {
    return start()
  } catch (error) {
    throw options.data === undefined ? error : new CommandError(`--data ${options.data}: ${reasonOf(error)}`, { cause: error })
  }
}

/** They are checked here, for the parser would print a key that is not well-formed. */
function requireKeys(keys: readonly string[]): void {
  if (!keys.every((key) => /^[\x21-\x7e]+$/.test(key))) throw new CommandError('--api-key: a key must be text without white space')
  if (keys.some((key) => key.startsWith('invalid'))) {
    throw new CommandError('--api-key: a key must not begin with "invalid": the API never takes such a one')
  }
}
