import { playwright } from '@vitest/browser-playwright'
import type { TestProjectInlineConfiguration } from 'vitest/config'
import { serviceWorker } from '../test/browser/service-worker.js'

/**
 * Runs the tests of the API also in a page, where a service worker handles the requests: `./transports.js` is replaced by
 * `test/api/transports.browser.ts`.
 */
export function inChromium(executablePath: string): TestProjectInlineConfiguration {
  return {
    extends: true,
    plugins: [serviceWorker()],
    resolve: {
      alias: [
        { find: /^(\.|\.\.\/api)\/transports\.js$/, replacement: new URL('../test/api/transports.browser.ts', import.meta.url).pathname },
      ],
    },
    // When Vite discovers a package during the tests, it reloads the page in the middle of them.
    optimizeDeps: { include: ['msw', 'msw/browser', '@faker-js/faker/locale/en'] },
    test: {
      name: 'browsers',
      // The tests that use every transport. All others use no transport, so they would be the same here, or need Node: its servers,
      // sockets, files and processes. faults/delay.test.ts needs Node because it fakes timers and aborts requests, which a service
      // worker does not know; test/browser tests the delays of a page.
      include: [
        'test/api/*.test.ts',
        'test/contracts/transports.test.ts',
        'test/faults/{drop,fail,fault-headers,malformed,rate-limit,sequence,where}.test.ts',
        'test/request-log/recorded.test.ts',
        'test/webhooks/verify-webhook.test.ts',
      ],
      setupFiles: ['test/setup.ts'],
      isolate: false, // one page for all files: starting a page takes longer than the tests of most files
      browser: {
        enabled: true,
        headless: true,
        fileParallelism: false,
        screenshotFailures: false,
        api: { host: '127.0.0.1' },
        provider: playwright({ launchOptions: { executablePath, args: ['--no-sandbox', '--disable-background-networking'] } }),
        instances: [{ browser: 'chromium', name: 'chromium' }],
      },
    },
  }
}
