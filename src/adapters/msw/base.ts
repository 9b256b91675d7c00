/** A place of the API below a base URL. */
export interface Place {
  /** For whoever reads a list of handlers: `https://api.linktor.io/v1/conversations/:id`. */
  readonly name: string
  /** Matches the URLs of it, without their query. It captures nothing: what is captured MSW decodes, and fails where that cannot be done. */
  readonly pattern: RegExp
  /** Whether a URL is here, written as requests have it: in full, and normalized. */
  has(url: string): boolean
  /** What of such a URL is below the base, with the query. */
  below(url: string): string
}

export interface Base {
  /** The place of a path as the spec writes it: `/conversations/{id}`. */
  place(path: string): Place
  /** All that is below the base. */
  anywhere(): Place
}

const SEGMENT = '[^/]+'

/**
 * A base URL: a whole one, a path, or either with `*` for anything.
 *
 * @throws TypeError when it is none
 */
export function baseOf(baseUrl: string): Base {
  const whole = withoutEnd(absolute(requireBaseUrl(baseUrl)))
  const source = whole.startsWith('*') ? `https?://${SEGMENT}${patternOf(whole)}` : patternOf(whole)
  return {
    place: (path) => place(path.replaceAll(/\{(.+?)\}/g, ':$1'), path.replaceAll(/\{.+?\}/g, SEGMENT)),
    anywhere: () => place('/*', '(?:/.*)?'),
  }

  function place(name: string, belowSource: string): Place {
    const pattern = new RegExp(`^${source}${belowSource}$`)
    const below = new RegExp(`^${source}(${belowSource})$`)
    return {
      name: whole + name,
      pattern,
      has: (url) => pattern.test(addressOf(url)),
      below(url) {
        const address = addressOf(url)
        const [query = ''] = url.slice(address.length).split('#')
        return (below.exec(address)?.[1] || '/') + query
      },
    }
  }
}

/** A URL without its query and fragment. */
function addressOf(url: string): string {
  const end = url.search(/[?#]/)
  return end < 0 ? url : url.slice(0, end)
}

function requireBaseUrl(baseUrl: unknown): string {
  if (typeof baseUrl === 'string' && /^(https?:\/\/[^/]|\*|\/(?!\/))[^?#\s]*$/i.test(baseUrl)) return baseUrl
  throw wrong(baseUrl)
}

/** As the URLs of requests are written: a path is relative to the page, a host in lower case and without the port that goes without saying. */
function absolute(baseUrl: string): string {
  if (baseUrl.startsWith('/') && typeof location === 'undefined') {
    throw new TypeError(
      `baseUrl: ${JSON.stringify(baseUrl)} is relative to a page, and there is none; "*${baseUrl}" is that path on any host`,
    )
  }
  const whole = baseUrl.startsWith('/') ? location.origin + baseUrl : baseUrl
  if (whole.includes('*')) return whole
  const { origin, pathname, username, password } = parsed(whole)
  if (username !== '' || password !== '') throw wrong(baseUrl)
  return origin + pathname
}

function parsed(url: string): URL {
  try {
    return new URL(url)
  } catch {
    throw wrong(url)
  }
}

function wrong(baseUrl: unknown): TypeError {
  return new TypeError(
    `baseUrl: ${JSON.stringify(baseUrl) ?? String(baseUrl)} must be a URL such as "https://api.linktor.io/v1", a path such as "/v1", or "*/v1" for any host`,
  )
}

function withoutEnd(url: string): string {
  return url.replace(/\/+$/, '')
}

/** As little as possible stands for `*`, so that what is below begins where it can: in a host no more than a part of that. */
function patternOf(url: string): string {
  const hostEnds = url.includes('://') ? url.indexOf('/', url.indexOf('://') + 3) : 0
  return url.replaceAll(/\*+|[.+^${}()|[\]\\]/g, (found, at: number) => {
    if (!found.startsWith('*')) return `\\${found}`
    return hostEnds < 0 || at < hostEnds ? '[^/]*?' : '.*?'
  })
}
