import type { ICruiseOptions, IForbiddenRuleType } from 'dependency-cruiser'

const only = (from: string, ...to: string[]): IForbiddenRuleType => ({
  name: `${from.replace(/[^a-z]/g, '')}-imports-only-what-it-may`,
  severity: 'error',
  from: { path: from },
  to: { path: '^(src|fixtures|contracts|test|bench)/', pathNot: [from, ...to].join('|') },
})

/**
 * Who may import whom, as the design draws it (docs/decisions/0001-layout.md):
 * adapters → api → operations → state, operations → resources → state; generated is a leaf.
 */
export const forbidden: IForbiddenRuleType[] = [
  only('^src/generated/'),
  only('^src/state/', '^src/generated/'),
  only('^src/resources/', '^src/state/', '^src/generated/'),
  only('^src/operations/', '^src/resources/', '^src/state/', '^src/generated/'),
  only('^src/api/', '^src/operations/', '^src/resources/', '^src/state/', '^src/generated/'),
  only('^src/webhooks/', '^src/state/', '^src/schemas', '^src/generated/'),
  only('^src/mock/', '^src/(api|db|journal|operations|webhooks|state|generated)/'),
  only('^src/data/', '^src/(api/(memory|idempotency)|mock/keeper|state/(change|clock|ids|kept|records|state))\\.ts$'),
  only('^src/db/', '^src/state/', '^src/generated/'),
  only('^src/journal/', '^src/api/(incoming|request)', '^src/operations/operation', '^src/state/', '^src/generated/'),
  only(
    '^src/adapters/',
    '^src/api/request',
    '^src/state/random\\.ts$',
    '^src/generated/routes',
    '^src/(index|mock|mock/before-change)\\.ts$',
  ),
  only('^src/vitest/', '^src/adapters/msw\\.ts$', '^src/state/(event|events|violations)', '^src/mock\\.ts$', '^src/generated/'),
  only(
    '^src/server/',
    '^src/adapters/node(/(request|log-entry))?\\.ts$',
    '^src/operations/api-error\\.ts$',
    '^src/mock\\.ts$',
    '^src/control/(router|sandboxes)\\.ts$',
  ),
  only(
    '^src/control/',
    '^src/api/(authentication|errors|query|fault|fault-options)\\.ts$',
    '^src/journal/recorded-request\\.ts$',
    '^src/mock(/(snapshots|start-of))?\\.ts$',
    '^src/operations/api-error\\.ts$',
    '^src/state/(clock|quoted|records|timestamp|violations|world)\\.ts$',
    '^src/adapters/node/redact\\.ts$',
    '^src/server/(openapi|origin)\\.ts$',
    '^src/generated/',
    '^fixtures/(empty|guide|with-conversations)\\.ts$',
  ),
  only('^src/proxy/', '^src/adapters/node/(request|log-entry|redact|send)\\.ts$', '^src/server/(close|listen)\\.ts$'),
  only(
    '^src/cli/',
    '^src/server/(close|listen|start|package)\\.ts$',
    '^src/adapters/(latency|node/(request|log-entry))\\.ts$',
    '^src/mock\\.ts$',
    '^src/api/scenarios\\.ts$',
    '^src/data/(data-file|data-error)\\.ts$',
    '^src/state/(events|present|records|timestamp|world)\\.ts$',
    '^src/generated/openapi',
    '^fixtures/(empty|guide|generate|with-conversations)\\.ts$',
    '^src/proxy/(start|prism|passing)\\.ts$',
    '^contracts/(verify/|explore/explore|options)', // the one place where the two meet: docs/decisions/0010-contract-suite.md
  ),
  only('^fixtures/', '^src/state/records'),
  only('^contracts/', '^src/generated/'),
  {
    name: 'fixtures-import-only-types-of-the-state',
    severity: 'error',
    from: { path: '^fixtures/' },
    to: { path: '^src/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'the-core-runs-in-browsers',
    comment: 'no Node built-in and no package below createMock; faker only where worlds are generated',
    severity: 'error',
    from: {
      path: '^(src/(api|db|journal|mock|operations|resources|state|webhooks|generated)/|src/(index|mock|schemas)\\.ts|fixtures/(guide|empty)\\.ts)',
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
