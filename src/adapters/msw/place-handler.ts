import { HttpHandler } from 'msw'
import type { Place } from './base.js'

type Run = HttpHandler['run']

/**
 * A handler of one path of the API, with one method or all.
 *
 * MSW asks its handlers in turn, and each parses the whole request, cookies included, before it compares the method: for the last operation
 * of the API that takes as long as its response. This handler compares first.
 */
export class PlaceHandler extends HttpHandler {
  readonly #place: Place

  /** @param method - in upper case; a regular expression matches all */
  constructor(method: string | RegExp, place: Place, resolver: ConstructorParameters<typeof HttpHandler>[2]) {
    super(method, place.pattern, resolver)
    this.#place = place
    this.info.header = `${method instanceof RegExp ? 'all' : method} ${place.name}` // what a developer reads in lists and warnings
  }

  override async run(args: Parameters<Run>[0]): Promise<Awaited<ReturnType<Run>>> {
    const { method } = this.info
    const isMethod = method instanceof RegExp || method === args.request.method.toUpperCase() // fetch leaves `patch` in lower case
    return isMethod && this.#place.has(args.request.url) ? super.run(args) : null
  }
}
