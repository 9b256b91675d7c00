import type { ICruiseOptions, IForbiddenRuleType } from 'dependency-cruiser'

const only = (from: string, ...to: string[]): IForbiddenRuleType => ({
  name: `${from.replace(/[^a-z]/g, '')}-imports-only-what-it-may`,
  severity: 'error',
  from: { path: from },
  to: { path: '^(src|fixtures|contracts|test|bench)/', pathNot: [from, ...to].join('|') },
})

/** Modules that every layer may import: the request and response types, the error type, and code generated from the spec. */
const LEAVES = ['^src/api-(request|error)\\.ts$', '^src/schemas\\.ts$', '^src/faults/applied-fault-kind\\.ts$', '^src/generated/']

/**
 * @param below - allowed imports of the layer besides the shared modules; paths without `src/`, or beginning with `fixtures/` or
 * `contracts/`
 */
const layer = (name: string, ...below: string[]): IForbiddenRuleType =>
  only(`^src/${name}/`, ...LEAVES, ...below.map((path) => (/^(fixtures|contracts)\//.test(path) ? `^${path}` : `^src/${path}`)))

/**
 * Allowed imports between layers (docs/decisions/0001-layout.md): `cli, server, control → adapters → mock → pipeline → operations →
 * resources, store`; `webhooks, persistence, request-log, events, faults → store, time`.
 */
export const forbidden: IForbiddenRuleType[] = [
  only('^src/generated/'),
  only('^src/api-(request|error)\\.ts$', ...LEAVES),
  layer('time', 'store/quoted'),
  layer('store', 'time/'),
  layer('events', 'store/', 'time/'),
  layer('faults', 'store/', 'time/'),
  layer('webhooks', 'events/', 'store/', 'time/'),
  layer('request-log', 'events/ring-buffer', 'operations/operation', 'store/', 'time/'),
  layer('resources', 'events/event', 'store/', 'time/'),
  layer('operations', 'events/event', 'resources/', 'webhooks/(deliveries|new-webhook)', 'store/', 'time/'),
  layer('pipeline', 'operations/', 'resources/', 'webhooks/deliveries', 'events/', 'faults/', 'mock/session', 'store/', 'time/'),
  layer('db', 'store/', 'time/'),
  layer('mock', 'pipeline/', 'operations/', 'webhooks/', 'request-log/', 'db/', 'events/', 'faults/', 'store/', 'time/', 'fixtures/guide'),
  layer('persistence', 'mock/(session|persistence)', 'store/', 'time/'),
  layer('adapters', 'mock/', 'store/random', 'index', 'contracts/printable'),
  layer('vitest', 'adapters/msw', 'mock/', 'events/', 'store/violations'),
  layer(
    'control',
    'adapters/node/(redact|origin|loopback)',
    'mock/',
    'pipeline/',
    'request-log/',
    'faults/',
    'store/',
    'time/',
    'fixtures/',
  ),
  layer('server', 'adapters/', 'control/', 'mock/', 'pipeline/cors-headers'),
  layer('proxy', 'adapters/(node/|decode-body)', 'pipeline/cors-headers', 'server/(close|listen)'),
  layer(
    'cli',
    'server/',
    'adapters/',
    'mock/',
    'persistence/',
    'proxy/',
    'events/',
    'faults/',
    'store/',
    'time/',
    'fixtures/',
    'contracts/',
  ),
  only('^fixtures/', '^src/store/records'),
  only('^contracts/', '^src/generated/'),
  {
    name: 'fixtures-import-only-types-of-the-store',
    severity: 'error',
    from: { path: '^fixtures/' },
    to: { path: '^src/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'the-core-runs-in-browsers',
    comment: 'no Node built-in and no package below createMock; faker only where worlds are generated',
    severity: 'error',
    from: {
      path: '^(src/(db|events|faults|mock|operations|pipeline|request-log|resources|store|time|webhooks|generated)/|src/(index|schemas|api-\\w+)\\.ts|fixtures/(guide|empty)\\.ts)',
    },
    to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-peer', 'npm-optional', 'npm-unknown'] },
  },
  { name: 'no-circular-imports', severity: 'error', from: {}, to: { circular: true } },
  { name: 'nothing-imports-tests', severity: 'error', from: { path: '^(src|fixtures|contracts)/' }, to: { path: '^(test|bench)/' } },
  {
    name: 'no-development-packages-in-the-product',
    severity: 'error',
    from: { path: '^(src|fixtures|contracts)/' },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only', 'npm-peer'] },
  },
]

export const options: ICruiseOptions = {
  validate: true,
  ruleSet: { forbidden },
  doNotFollow: { path: 'node_modules' },
  tsPreCompilationDeps: true,
}
