import { routes } from '../generated/routes.js'

/** Paths of the API, as the spec writes them. */
export const PATHS: readonly string[] = [...new Set(routes.map(({ path }) => path))]

const KNOWN = new RegExp(`^(${PATHS.map((path) => path.replaceAll(/\{.+?\}/g, '[^/]+')).join('|')})$`)

/** Tells whether the API has a path. @param path - below the base URL, with or without a query */
export function isKnownPath(path: string): boolean {
  const query = path.indexOf('?')
  return KNOWN.test(query < 0 ? path : path.slice(0, query))
}
