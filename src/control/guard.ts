import { createHash, timingSafeEqual } from 'node:crypto'
import type { RequestHandler } from 'express'
import { isLoopbackHost, isOwnHost } from '../adapters/node/loopback.js'
import { addressOf } from '../adapters/node/origin.js'
import { ApiError } from '../api-error.js'

export interface GuardOptions {
  /** Bind address of the server. */
  readonly host: string
  /** Token that every call must have, if there is one. */
  readonly token?: string | undefined
  /** Whether `Origin` may be the address that a reverse proxy names. */
  readonly trustProxy?: boolean | undefined
}

const FROM_HERE = new Set(['same-origin', 'none'])

/**
 * Rejects calls that may not control the server: from pages of other origins in any way (docs/decisions/0013-control-plane.md); from other
 * machines, or under other host names, without the token.
 */
export function guard({ host, token, trustProxy = false }: GuardOptions): RequestHandler {
  const exposed = !isLoopbackHost(host)
  return ({ headers, originalUrl }, _response, next) => {
    // Every delivery has this header, and no webhook can set it itself.
    if (headers['x-linktor-delivery-id'] !== undefined) throw rejected('it is the delivery of a webhook, which any page can have sent')
    const { host: named = '', origin, 'sec-fetch-site': site } = headers
    if (site !== undefined && !FROM_HERE.has(String(site))) throw rejected(`a browser asks for a page of another origin (${site})`)
    if (origin !== undefined && origin !== addressOf({ headers }, `http://${named}`, trustProxy).origin)
      throw rejected(`Origin is ${quoted(origin)}, not that of this server`)
    if (!originalUrl.startsWith('/')) throw rejected('a call names a path, not a whole URL')
    if (token !== undefined) {
      if (!isSame(token, headers['x-mock-token'])) throw tokenMissing()
    } else if (exposed) {
      throw rejected(`the server listens on ${host}, to other machines as well: start it with --control-token, or on 127.0.0.1`)
    } else if (!isOwnHost(named, host)) {
      throw rejected(`Host is ${quoted(named)}, not this machine: ask for localhost or 127.0.0.1, or start with --control-token`)
    }
    next()
  }
}

function rejected(why: string): ApiError {
  return new ApiError('INSUFFICIENT_PERMISSIONS', `The control plane rejects this call: ${why}`)
}

function tokenMissing(): ApiError {
  return new ApiError(
    'AUTHENTICATION_REQUIRED',
    'The control plane takes calls with the X-Mock-Token that the server was started with only',
  )
}

/** Compares digests of equal length, so that the time does not depend on the token. */
function isSame(token: string, given: string | string[] | undefined): boolean {
  return typeof given === 'string' && timingSafeEqual(digest(token), digest(given))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}...` : text)
}
