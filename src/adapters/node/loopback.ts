import { isIP } from 'node:net'

/** Tells whether a `Host` names this machine by a name that no foreign DNS can point to. */
export function isOwnHost(named: string, host: string): boolean {
  const [, name = ''] = /^(\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i.exec(named) ?? []
  const bare = name.replace(/^\[|\]$/g, '').toLowerCase()
  return isLoopbackHost(bare) || (bare !== '' && bare === host.toLowerCase())
}

/** Tells whether a bind address or the name in a `Host` is this machine only. */
export function isLoopbackHost(host: string): boolean {
  const name = host.toLowerCase()
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'))
}
