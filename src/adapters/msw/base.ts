/** URLs of one path of the API below a base URL. */
export interface UrlPattern {
  /** Label in a list of handlers: `https://api.linktor.io/v1/conversations/:id`. */
  readonly name: string
  /** Matches these URLs, without their query. Captures nothing: MSW decodes captures, and fails where that is impossible. */
  readonly pattern: RegExp
  /** Tells whether an absolute, normalized URL matches. */
  has(url: string): boolean
  /** Path and query of such a URL below the base. */
  below(url: string): string
}

export interface Base {
  /** URLs of a path as the spec writes it: `/conversations/{id}`. */
  pattern(path: string): UrlPattern
  /** All URLs below the base. */
  anywhere(): UrlPattern
}

const SEGMENT = '[^/]+'

/**
 * Parses a base URL: a URL, a path, or either with `*` as a wildcard.
 *
 * @throws TypeError when it is invalid
 */
export function baseOf(baseUrl: string): Base {
  const absolute = withoutEnd(absoluteUrl(requireBaseUrl(baseUrl)))
  const source = absolute.startsWith('*') ? `https?://${SEGMENT}${patternOf(absolute)}` : patternOf(absolute)
  return {
    pattern: (path) => pattern(path.replaceAll(/\{(.+?)\}/g, ':$1'), path.replaceAll(/\{.+?\}/g, SEGMENT)),
    anywhere: () => pattern('/*', '(?:/.*)?'),
  }

  function pattern(name: string, belowSource: string): UrlPattern {
    const pattern = new RegExp(`^${source}${belowSource}$`)
    const below = new RegExp(`^${source}(${belowSource})$`)
    return {
      name: absolute + name,
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

/** Normalizes a URL as requests have it: relative to the page, host in lower case, without the default port. */
function absoluteUrl(baseUrl: string): string {
  if (baseUrl.startsWith('/') && typeof location === 'undefined') {
    throw new TypeError(
      `baseUrl: ${JSON.stringify(baseUrl)} is relative to a page, and there is none; "*${baseUrl}" is that path on any host`,
    )
  }
  const absolute = baseUrl.startsWith('/') ? location.origin + baseUrl : baseUrl
  if (absolute.includes('*')) return absolute
  const { origin, pathname, username, password } = parsed(absolute)
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

/** A `*` matches as little as possible, so that the path below begins where it can; in a host it matches one label. */
function patternOf(url: string): string {
  const hostEnds = url.includes('://') ? url.indexOf('/', url.indexOf('://') + 3) : 0
  return url.replaceAll(/\*+|[.+^${}()|[\]\\]/g, (found, at: number) => {
    if (!found.startsWith('*')) return `\\${found}`
    return hostEnds < 0 || at < hostEnds ? '[^/]*?' : '.*?'
  })
}
