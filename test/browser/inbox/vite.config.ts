import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { serviceWorker } from '../service-worker.js'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** Serves the inbox from the sources, not from the last build. To try it: `npx vite test/browser/inbox`. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [serviceWorker()],
  resolve: {
    alias: [
      { find: /^linktor-mock$/, replacement: `${ROOT}src/index.ts` },
      { find: /^linktor-mock\/msw$/, replacement: `${ROOT}src/msw.ts` },
      { find: /^linktor-mock\/fixtures$/, replacement: `${ROOT}fixtures/index.ts` },
    ],
  },
  cacheDir: `${ROOT}node_modules/.vite/inbox`,
  server: { fs: { allow: [ROOT] } },
  // Listed in advance: Vite reloads the page when it discovers a package later.
  optimizeDeps: { include: ['msw', 'msw/browser', '@faker-js/faker/locale/en'] },
})
