import type { IncomingMessage } from 'node:http'
import { printableInLine } from '../../../contracts/printable.js'

/** Removes secrets from texts. */
export interface Redactor {
  /** A URL whose segments and values that are keys are hidden; the rest stays readable. */
  url(url: string): string
  /** The name of a parameter or field, unless it is a misplaced key. */
  name(name: string): string
  /** A value, unless it is a key. */
  value(value: string): string
}

const HIDDEN = '***'
const NAME_OF_SECRET = /key|token|secret|passw|pwd|auth|credential|signature|bearer/i
const SECRET = [
  /^(bearer|basic)\s/i,
  /^(sk|pk|rk|whsec)[-_]./i,
  /^eyJ[\w-]+\./, // a JSON Web Token
  /^(?=.*\d)(?=.*[a-z])[\w+/=-]{32,}$/i,
]
/** A name such as `api_key` is no secret, but a value like it is. */
const SECRET_VALUE = [...SECRET, /^(key|api|token)[-_]./i, /[-_](key|token|secret)$/i]
/** Shorter secrets are hidden only where they are the whole text, as they may be part of any word. */
const LENGTH_TO_SEARCH_FOR = 8

/** Creates a redactor that also hides the keys of the request itself, valid or not. */
export function redactorOf({ headers }: Pick<IncomingMessage, 'headers'>, secrets: readonly string[]): Redactor {
  const own = [headers.authorization, headers['x-api-key']].flatMap((value) => String(value ?? '').split(/[\s,]+/))
  const known = [...secrets, ...own].filter((secret) => secret !== '' && !/^(bearer|basic)$/i.test(secret))

  return { url, name: (text) => redact(text, SECRET), value: (text) => redact(text, SECRET_VALUE) }

  function url(text: string): string {
    const [path = '', ...query] = text.split('?')
    const segments = path.split('/').map((segment) => redact(segment, SECRET_VALUE))
    return [segments.join('/'), ...query.map((part) => part.split('&').map(parameter).join('&'))].join('?')
  }

  function parameter(text: string): string {
    const [name = '', ...value] = text.split('=')
    if (value.length === 0) return redact(name, SECRET)
    return `${redact(name, SECRET)}=${NAME_OF_SECRET.test(decoded(name)) ? HIDDEN : redact(value.join('='), SECRET_VALUE)}`
  }

  function redact(text: string, looks: readonly RegExp[]): string {
    const plain = decoded(text)
    const secret =
      looks.some((look) => look.test(plain)) ||
      known.some((one) => plain === one || (one.length >= LENGTH_TO_SEARCH_FOR && plain.includes(one)))
    return secret ? HIDDEN : printableInLine(text)
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
