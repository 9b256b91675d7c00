/** A place of the API below a base URL. */
export interface Place {
  /** For whoever reads a list of handlers: `https://api.linktor.io/v1/conversations/:id`. */
  readonly name: string
  /** Matches the URLs of it, without their query. It captures nothing: what is captured MSW decodes, and fails where that cannot be done. */
  readonly pattern: RegExp
  /** What of a URL is below the base, with the query. */
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
    const below = new RegExp(`^${source}(${belowSource})$`)
    return {
      name: whole + name,
      pattern: new RegExp(`^${source}${belowSource}$`),
      below(url) {
        const { origin, pathname, search } = new URL(url)
        return (below.exec(origin + pathname)?.[1] || '/') + search
      },
    }
  }
}

function requireBaseUrl(baseUrl: unknown): string {
  if (typeof baseUrl === 'string' && /^(https?:\/\/[^/?#]+|\*|(?=\/(?!\/)))[^?#]*$/.test(baseUrl)) return baseUrl
  throw new TypeError(
    `baseUrl: ${JSON.stringify(baseUrl)} must be a URL such as "https://api.linktor.io/v1", a path such as "/v1", or "*/v1" for any host`,
  )
}

/** A path is relative to the page. */
function absolute(baseUrl: string): string {
  if (!baseUrl.startsWith('/')) return baseUrl
  if (typeof location !== 'undefined') return location.origin + baseUrl
  throw new TypeError(
    `baseUrl: ${JSON.stringify(baseUrl)} is relative to a page, and there is none; "*${baseUrl}" is that path on any host`,
  )
}

function withoutEnd(url: string): string {
  return url.replace(/\/+$/, '')
}

/** As little as possible stands for `*`, so that what is below begins where it can. */
function patternOf(url: string): string {
  return url
    .split(/\*+/)
    .map((part) => part.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&'))
    .join('.*?')
}
