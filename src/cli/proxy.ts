import { connect } from 'node:net'
import { join } from 'node:path'
import { whyNone } from '../proxy/forward.js'
import { findPrism } from '../proxy/prism.js'
import { startProxy } from '../proxy/start.js'
import { packageRoot } from '../server/package.js'
import { CommandError, type Io, reasonOf } from './io.js'
import { createLog, type LogFormat } from './log.js'
import { stopped } from './stopped.js'

export interface ProxyCommandOptions {
  readonly port: number
  readonly host: string
  readonly basePath: string
  readonly log: LogFormat
}

const LONGEST_LOOK = 3000

/**
 * Proxies requests to an API, and prints violations of the document by them and their responses, until a signal.
 *
 * @throws CommandError when it cannot start
 */
export async function proxy(given: string, { log: format, ...options }: ProxyCommandOptions, io: Io): Promise<void> {
  const target = baseUrlOf(given)
  const log = createLog(format, io)
  const document = join(packageRoot, 'spec', 'openapi.yaml')
  const [prism, running] = await orInOneLine(async () => {
    const installed = findPrism([packageRoot, process.cwd()])
    const warned = warnOfUnreachable(new URL(target), io) // while Prism starts
    const started = await startProxy({ ...options, target, document, log: log.request }, installed)
    await warned
    return [installed, started]
  })
  const stop = stopped(running, io.signals) // before the ready line: whoever waits for that may stop it at once
  log.proxying({ url: running.url, target, prism: prism.version })
  await stop
}

/** Validated here: the parser would print it, and it may contain a password. */
function baseUrlOf(given: string): string {
  const url = URL.canParse(given) ? new URL(given) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.hostname === '') {
    throw new CommandError('the target must be the base URL of an API, such as https://api.linktor.io/v1')
  }
  if (url.username + url.password + url.search + url.hash !== '') {
    throw new CommandError(
      'the target must be a base URL alone, without a password, a query or a fragment: the app under test sends the key',
    )
  }
  return url.href.replace(/\/+$/, '')
}

async function orInOneLine<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    throw new CommandError(reasonOf(error), { cause: error })
  }
}

/** The target may start later; but a mistyped URL should not show only at the first request. */
function warnOfUnreachable({ protocol, hostname, port, origin }: URL, { stderr }: Io): Promise<void> {
  return new Promise((resolve) => {
    const host = hostname.replace(/^\[|\]$/g, '')
    const socket = connect({ host, port: Number(port || (protocol === 'https:' ? 443 : 80)), timeout: LONGEST_LOOK })
    socket.once('connect', () => socket.destroy())
    socket.once('timeout', () => socket.destroy(new Error(`no connection within ${LONGEST_LOOK / 1000} s`)))
    socket.once('error', (error) => stderr.write(`warning: ${origin} cannot be reached now: ${whyNone(error)}\n`))
    socket.once('close', () => resolve())
  })
}
