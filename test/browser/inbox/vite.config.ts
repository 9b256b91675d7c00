import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { serviceWorker } from '../service-worker.js'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** The inbox over the sources, not over the last build. To look at it: `npx vite test/browser/inbox`. */
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
  // When Vite discovers a package later, it reloads the page.
  optimizeDeps: { include: ['msw', 'msw/browser', '@faker-js/faker/locale/en'] },
})
