import picocolors from 'picocolors'
import type { LogEntry } from '../adapters/node/log-entry.js'
import type { Io, Output } from './io.js'

export type LogFormat = 'pretty' | 'json' | 'silent'

/** Output of a server while it runs. */
export interface Log {
  ready(server: Ready): void
  proxying(proxy: Proxying): void
  /** States what other machines can reach. */
  exposed(exposure: Exposure): void
  /** The only line that shows a secret, in any format. */
  webhook(webhook: Registered): void
  /** Absent when requests are not logged. */
  readonly request?: (entry: LoggedRequest) => void
}

interface Ready {
  readonly url: string
  readonly docs: string
  readonly conversations: number
}

/** A server that other machines reach. */
interface Exposure {
  readonly host: string
  /** Whether the control plane is open to callers with a token. */
  readonly hasToken: boolean
}

interface Registered {
  readonly id: string
  readonly url: string
  readonly events: readonly string[]
  readonly secret: string
}

interface Proxying {
  readonly url: string
  readonly target: string
  /** Version of Prism, which finds violations. */
  readonly prism: string
}

/** A request, with the violations found in it and its response. */
interface LoggedRequest extends LogEntry {
  readonly violations?: readonly string[]
  readonly note?: string
}

/** Maximum number of unknown fields in a line. */
const UNKNOWN_SHOWN = 10

export function createLog(format: LogFormat, { stdout, env }: Pick<Io, 'stdout' | 'env'>): Log {
  if (format === 'json') return json(stdout)
  const log = pretty(stdout, wantsColors(stdout, env))
  return format === 'silent' ? { ready() {}, proxying() {}, exposed() {}, webhook: log.webhook } : log
}

/** Colours are for terminals, unless `NO_COLOR` is set (https://no-color.org). */
export function wantsColors(output: Output, { NO_COLOR = '', TERM }: Io['env']): boolean {
  return output.isTTY === true && NO_COLOR === '' && TERM !== 'dumb'
}

function json(output: Output): Log {
  return {
    ready: (server) => write({ event: 'ready', ...server }),
    proxying: (proxy) => write({ event: 'ready', ...proxy }),
    exposed: (exposure) => write({ event: 'exposed', ...exposure }),
    webhook: ({ id, url, events, secret }) => write({ event: 'webhook', id, url, events, secret }),
    request({ milliseconds, unknown, ...entry }) {
      write({
        event: 'request',
        time: new Date().toISOString(),
        ...entry,
        ms: rounded(milliseconds),
        ...(unknown.length > 0 && { unknown }),
      })
    },
  }

  function write(line: object): void {
    output.write(`${JSON.stringify(line)}\n`)
  }
}

function pretty(output: Output, colored: boolean): Log {
  const { bold, cyan, dim, green, red, yellow } = picocolors.createColors(colored)
  return {
    ready({ url, docs, conversations }) {
      const amount = `${conversations} conversation${conversations === 1 ? '' : 's'}`
      output.write(`${bold('linktor-mock')} is ready at ${cyan(url)} (${amount}, docs at ${cyan(docs)})\n`)
    },
    proxying({ url, target, prism }) {
      output.write(`${bold('linktor-mock')} proxy is ready at ${cyan(url)} (for ${cyan(target)}, checked by Prism ${prism})\n`)
    },
    exposed({ host, hasToken }) {
      const control = hasToken ? 'the control plane with its token' : 'not the control plane, as there is no --control-token'
      output.write(`${yellow('open')} to other machines on ${host}: the API with any webhook but to this machine; ${control}\n`)
    },
    webhook({ id, url, secret }) {
      output.write(`webhook ${bold(id)} sends to ${cyan(url)}, signed with the secret ${bold(secret)}\n`)
    },
    request({ method, path, status, milliseconds, errorCode, unknown, fault, violations = [], note }) {
      const color = status === 0 ? red : status < 300 ? green : status < 500 ? yellow : red
      const code = [errorCode, fault && `(a fault: ${fault})`].map((word) => (word === undefined ? '' : ` ${color(word)}`)).join('')
      output.write(
        `${method} ${path} ${color(status === 0 ? 'no response' : String(status))} ${dim(`${rounded(milliseconds)} ms`)}${code}\n${warning(unknown)}`,
      )
      for (const violation of violations) output.write(`${red('violation:')} ${violation}\n`)
      if (note !== undefined) output.write(`${yellow('warning:')} ${note}\n`)
    },
  }

  function warning(unknown: readonly string[]): string {
    if (unknown.length === 0) return ''
    const more = unknown.length > UNKNOWN_SHOWN ? ` and ${unknown.length - UNKNOWN_SHOWN} more` : ''
    return `${yellow('warning:')} not in the spec: ${unknown.slice(0, UNKNOWN_SHOWN).join(', ')}${more}\n`
  }
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10
}
