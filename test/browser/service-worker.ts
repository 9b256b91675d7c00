import { readFile } from 'node:fs/promises'
import type { Plugin } from 'vite'

const NAME = 'mockServiceWorker.js'

/**
 * The script of MSW's service worker, served at the root of a site straight from the package: a copy in the repository would become
 * outdated.
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
