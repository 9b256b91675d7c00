import { HttpHandler } from 'msw'
import type { Place } from './base.js'

type Run = HttpHandler['run']

/**
 * A handler of one method at one place of the API, or of all methods there.
 *
 * MSW asks handlers one after the other, and has each of them take the request apart, cookies and all, before its method is looked at: the
 * last operation of the API would wait for as long as its answer takes. This one looks whether it is meant first.
 */
export class PlaceHandler extends HttpHandler {
  readonly #place: Place

  /** @param method - in upper case; an expression stands for all */
  constructor(method: string | RegExp, place: Place, resolver: ConstructorParameters<typeof HttpHandler>[2]) {
    super(method, place.pattern, resolver)
    this.#place = place
    this.info.header = `${method instanceof RegExp ? 'all' : method} ${place.name}` // what a developer reads in lists and warnings
  }

  override async run(args: Parameters<Run>[0]): Promise<Awaited<ReturnType<Run>>> {
    const { method } = this.info
    const isMethod = method instanceof RegExp || method === args.request.method.toUpperCase() // fetch leaves `patch` as it is written
    return isMethod && this.#place.has(args.request.url) ? super.run(args) : null
  }
}
