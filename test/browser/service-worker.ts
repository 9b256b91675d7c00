import { readFile } from 'node:fs/promises'
import type { Plugin } from 'vite'

const NAME = 'mockServiceWorker.js'

/**
 * The script of MSW's service worker at the root of a site, straight from the package that has it: a copy in the repository would stay
 * behind when MSW goes on.
 */
export function serviceWorker(): Plugin {
  const script = () => readFile(new URL(`../../node_modules/msw/lib/${NAME}`, import.meta.url), 'utf8')
  return {
    name: 'mock-service-worker',
    configureServer({ middlewares }) {
      middlewares.use(`/${NAME}`, async (_request, response) => {
        response.setHeader('content-type', 'text/javascript')
        response.end(await script())
      })
    },
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: NAME, source: await script() })
    },
  }
}
