import { defineConfig } from 'vitest/config'
import { chromiumPath } from '../test/chromium.js'
import { inChromium } from './vitest.chromium.js'
import { CountsByProject } from './vitest.counts.js'

const CHROMIUM = chromiumPath()

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    testTimeout: 30_000,
    reporters: ['default', new CountsByProject(), ...(process.env['CI'] ? ['json'] : [])],
    outputFile: { json: 'coverage/results.json' },
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['src/generated/**'],
      reporter: ['text-summary', 'json-summary'],
      // Held by the tests in Node alone: what is covered in Chromium adds to them, and there may be no Chromium.
      thresholds: { lines: 95, branches: 94, functions: 95, statements: 95 },
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/consumer/**'], // projects of their own, which .ci/consumers.mjs installs and runs
          setupFiles: ['test/setup.ts'],
          globalSetup: ['test/chromium.ts'],
        },
      },
      ...(CHROMIUM === undefined ? [] : [inChromium(CHROMIUM)]),
    ],
  },
})
