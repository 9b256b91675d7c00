import { type Route, routes } from '../generated/routes.js'
import { decodeSegment } from '../store/decode-segment.js'

/** A path of the spec. */
export interface RouteMatch {
  /** Operations of the path by method. */
  readonly methods: ReadonlyMap<string, Route>
  readonly parameters: Readonly<Record<string, string>>
}

/** Value of `Allow`: methods of a path, or all that the API knows; HEAD goes with GET, and OPTIONS with every path. */
export function allowHeader(match: RouteMatch | undefined): string {
  const methods = [...(match?.methods.keys() ?? ['GET', 'POST', 'PATCH', 'DELETE'])]
  return [...methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : method)), 'OPTIONS'].join(', ')
}

interface Branch {
  readonly next: Map<string, Branch>
  /** Taken by any segment that `next` does not name. */
  parameter?: { readonly name: string; readonly branch: Branch }
  readonly methods: Map<string, Route>
}

const TREE = buildTree()

/** Matches a path, without its query, against the paths of the spec. */
export function matchRoute(path: string): RouteMatch | undefined {
  const parameters: Record<string, string> = {}
  let branch = TREE
  for (let slash = path.indexOf('/'); slash >= 0; ) {
    const end = path.indexOf('/', slash + 1)
    const segment = path.slice(slash + 1, end < 0 ? undefined : end)
    const { next, parameter }: Branch = branch
    const named = next.get(segment)
    if (named !== undefined) {
      branch = named
    } else {
      if (parameter === undefined || segment === '') return undefined
      parameters[parameter.name] = decodeSegment(segment)
      branch = parameter.branch
    }
    slash = end
  }
  return branch.methods.size === 0 || !path.startsWith('/') ? undefined : { methods: branch.methods, parameters }
}

function buildTree(): Branch {
  const tree: Branch = { next: new Map(), methods: new Map() }
  for (const route of routes) {
    let branch = tree
    for (const segment of route.path.split('/').slice(1)) branch = branchFor(branch, segment)
    branch.methods.set(route.method, route)
  }
  return tree
}

function branchFor(from: Branch, segment: string): Branch {
  const name = /^\{(.+)\}$/.exec(segment)?.[1]
  const existing = name === undefined ? from.next.get(segment) : from.parameter?.branch
  if (existing !== undefined) return existing
  const branch: Branch = { next: new Map(), methods: new Map() }
  if (name === undefined) from.next.set(segment, branch)
  else from.parameter = { name, branch }
  return branch
}
