import { HttpHandler } from 'msw'
import type { UrlPattern } from './base.js'

type Run = HttpHandler['run']

/**
 * A handler of one path of the API, with one method or all.
 *
 * MSW asks its handlers in turn, and each parses the whole request, cookies included, before it compares the method: for the last operation
 * of the API that takes as long as its response. This handler compares first.
 */
export class PatternHandler extends HttpHandler {
  readonly #pattern: UrlPattern

  /** @param method - in upper case; a regular expression matches all */
  constructor(method: string | RegExp, pattern: UrlPattern, resolver: ConstructorParameters<typeof HttpHandler>[2]) {
    super(method, pattern.pattern, resolver)
    this.#pattern = pattern
    this.info.header = `${method instanceof RegExp ? 'all' : method} ${pattern.name}` // what a developer reads in lists and warnings
  }

  override async run(args: Parameters<Run>[0]): Promise<Awaited<ReturnType<Run>>> {
    const { method } = this.info
    const isMethod = method instanceof RegExp || method === args.request.method // `patch`, which fetch leaves in lower case, is a 405
    return isMethod && this.#pattern.has(args.request.url) ? super.run(args) : null
  }
}
