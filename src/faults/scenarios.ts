import type { FaultSettings } from './fault.js'

/** Presets of simulated faults, for `createMock({ scenario })` and `serve --scenario`. */
export const SCENARIOS = {
  happy: [],
  flaky: [
    { kind: 'fail', operation: '*', status: 503, probability: 0.1 },
    { kind: 'drop', operation: '*', lost: 'answer', probability: 0.03 },
    { kind: 'malformed', operation: '*', probability: 0.03 },
  ],
  slow: [
    { kind: 'delay', operation: '*', duration: '1s' },
    { kind: 'delay', operation: '*', duration: '4s', probability: 0.2 },
    { kind: 'slow', operation: '*', duration: '2s', probability: 0.5 },
  ],
  outage: [{ kind: 'fail', operation: '*', status: 503, retryAfter: 30, message: 'The service is down; try again later' }],
  'rate-limited': [{ kind: 'rateLimit', after: 10, retryAfter: 30 }],
} as const satisfies Readonly<Record<string, readonly FaultSettings[]>>

export type Scenario = keyof typeof SCENARIOS
