import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { chromiumPath } from '../test/chromium.js'
import { inChromium } from './vitest.chromium.js'
import { CountsByProject } from './vitest.counts.js'
import { SlowFilesFirst } from './vitest.order.js'

const CHROMIUM = chromiumPath()

/**
 * Tests that share a process, which saves a start and the imports for each file. Files that fake timers or replace globals are not among
 * them, because what they leave behind would fail the next file.
 */
const SHARED = [
  'test/{api,fixtures,proxy,request-log,spec,store,types}/**/*.test.ts',
  'test/faults/!(delay|slow).test.ts',
  'test/time/duration.test.ts',
]

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    testTimeout: 30_000,
    maxWorkers: availableParallelism(), // vitest would leave one core unused
    sequence: { sequencer: SlowFilesFirst },
    reporters: ['default', new CountsByProject(), ...(process.env['CI'] ? ['json'] : [])],
    outputFile: { json: 'coverage/results.json' },
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['src/generated/**'],
      reporter: ['text-summary', 'json-summary'],
      // The tests in Node reach these without those in Chromium, which may not be installed.
      thresholds: { lines: 95, branches: 94, functions: 95, statements: 95 },
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: [...SHARED, 'test/consumer/**'], // .ci/consumers.mjs installs and runs the projects in test/consumer/
          setupFiles: ['test/setup.ts'],
          globalSetup: ['test/chromium.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'node-shared',
          include: SHARED,
          setupFiles: ['test/setup.ts'],
          isolate: false,
        },
      },
      ...(CHROMIUM === undefined ? [] : [inChromium(CHROMIUM)]),
    ],
  },
})
