import { playwright } from '@vitest/browser-playwright'
import type { TestProjectInlineConfiguration } from 'vitest/config'
import { serviceWorker } from '../test/browser/service-worker.js'

/**
 * The tests of the API once more, from the same files, in a page whose requests a service worker takes: `./transports.js` is
 * `test/api/transports.browser.ts` there.
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
    // Told beforehand: found on the way, a package has Vite reload the page amid its tests.
    optimizeDeps: { include: ['msw', 'msw/browser', '@faker-js/faker/locale/en'] },
    test: {
      name: 'browsers',
      // What is tested over every transport. All else reaches a mock without one, and would be the same here, or is about Node: its
      // servers, sockets, files and processes. So is faults/delay.test.ts, which fakes the timers of Node and has a client give up,
      // of which the service worker tells the page nothing; test/browser has the delays of a page.
      include: [
        'test/api/*.test.ts',
        'test/contracts/transports.test.ts',
        'test/faults/{asked,drop,fail,malformed,rate-limit,sequence,where}.test.ts',
        'test/request-log/recorded.test.ts',
        'test/webhooks/verify-webhook.test.ts',
      ],
      setupFiles: ['test/setup.ts'],
      isolate: false, // one page with one worker for all files: to start it anew takes longer than the tests of most of them
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        api: { host: '127.0.0.1' },
        provider: playwright({ launchOptions: { executablePath, args: ['--no-sandbox', '--disable-background-networking'] } }),
        instances: [{ browser: 'chromium', name: 'chromium' }],
      },
    },
  }
}
