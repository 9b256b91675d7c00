import { type Route, routes } from '../generated/routes.js'

/** Where a path leads. */
export interface RouteMatch {
  /** The route of each method that the path takes. */
  readonly methods: ReadonlyMap<string, Route>
  readonly parameters: Readonly<Record<string, string>>
}

interface Branch {
  readonly next: Map<string, Branch>
  /** Taken by any segment that `next` does not name. */
  parameter?: { readonly name: string; readonly branch: Branch }
  readonly methods: Map<string, Route>
}

const root = grow()

/** What the spec has at a path, which is given without its query; nothing when the spec has no such path. */
export function matchRoute(path: string): RouteMatch | undefined {
  const parameters: Record<string, string> = {}
  let branch = root
  for (let slash = path.indexOf('/'); slash >= 0; ) {
    const end = path.indexOf('/', slash + 1)
    const segment = path.slice(slash + 1, end < 0 ? undefined : end)
    const { next, parameter }: Branch = branch
    const named = next.get(segment)
    if (named !== undefined) {
      branch = named
    } else {
      if (parameter === undefined || segment === '') return undefined
      parameters[parameter.name] = decoded(segment)
      branch = parameter.branch
    }
    slash = end
  }
  return branch.methods.size === 0 || !path.startsWith('/') ? undefined : { methods: branch.methods, parameters }
}

function grow(): Branch {
  const trunk: Branch = { next: new Map(), methods: new Map() }
  for (const route of routes) {
    let branch = trunk
    for (const segment of route.path.split('/').slice(1)) branch = follow(branch, segment)
    branch.methods.set(route.method, route)
  }
  return trunk
}

function follow(from: Branch, segment: string): Branch {
  const name = /^\{(.+)\}$/.exec(segment)?.[1]
  const known = name === undefined ? from.next.get(segment) : from.parameter?.branch
  if (known !== undefined) return known
  const branch: Branch = { next: new Map(), methods: new Map() }
  if (name === undefined) from.next.set(segment, branch)
  else from.parameter = { name, branch }
  return branch
}

function decoded(segment: string): string {
  if (!segment.includes('%')) return segment
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment // no id is written like that, so that it will not be found
  }
}
