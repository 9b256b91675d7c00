import { readFile } from 'node:fs/promises'
import type { Plugin } from 'vite'

const NAME = 'mockServiceWorker.js'

/** MSW's service worker script at the root of a site, from the package itself: a copy in the repository would go stale. */
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
