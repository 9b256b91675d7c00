import type { Rule } from '../../contracts/rule.js'
import { caughtBy, type Kills, placeOf } from './kill-table.js'

/** `contracts/README.md`: an introduction, the table of rules, and the faults that they catch. */
export function readme(rules: readonly Rule[], kills: Kills): string {
  const families = [...new Set(rules.map(familyOf))]
  return [
    introduction(rules, kills),
    '## The rules',
    ...families.map((family) => `### ${family}\n\n${tableOfRules(rules.filter((rule) => familyOf(rule) === family))}`),
    '## The faults that they catch',
    faults(kills),
    '',
  ].join('\n\n')
}

function introduction(rules: readonly Rule[], kills: Kills): string {
  return `# The contract

<!-- Written by test/mutants/readme.ts. Regenerate with \`npm run test:mutants -- --update\`. -->

The promises of the guide of the Conversations API, as ${rules.length} rules that any server can be checked against: a deployment of Linktor, or
the fake of this project. A rule is a sentence of the guide with an id, such as \`CLOSE-03\`, and the calls that check it. Where possible, a rule
verifies the effect of an operation through another one.

- **Levels.** \`documented\`: the guide says it. \`implied\`: it follows from what the guide says. Behavior that the guide does not specify never
  fails a rule; the report lists it as an *observation*.
- **Writes.** Rules that write create conversations and webhooks, and change only those; they run only with \`--allow-writes\`. Their conversations
  have \`metadata.source\` \`linktor-mock\`, and are closed at the end; their webhooks have a description that begins with \`linktor-mock\`, point
  to an unreachable URL, and are deleted at the end.
- **Deliveries to webhooks** are checked with \`--receiver http://127.0.0.1:4555\`, the address at which the server reaches this machine; without
  it, \`WEBHOOK-SIGN\` is skipped.
- **Every rule catches at least one faulty server.** The rules are tested against ${kills.size} faults, [listed below](#the-faults-that-they-catch).
  A server that chooses differently where the guide is silent, and returns more than it must, passes all rules.

Check a server with the rules that only read, then also with those that write:

\`\`\`bash
export LINKTOR_API_KEY=…
npx linktor-mock verify https://staging.example.com/v1
npx linktor-mock verify https://staging.example.com/v1 --allow-writes
npx linktor-mock verify https://staging.example.com/v1 --only LIST,CLOSE-03
\`\`\`

Or add the rules to your own vitest suite:

\`\`\`ts
import { describeContract } from 'linktor-mock/contracts'

describeContract({ baseUrl: 'https://staging.example.com/v1', apiKey: process.env.LINKTOR_API_KEY ?? '' })
\`\`\``
}

function familyOf({ id }: Rule): string {
  return id.replace(/-\d+$/, '')
}

function tableOfRules(rules: readonly Rule[]): string {
  return table(
    ['Rule', 'Expected behavior', 'Section of the guide', 'Level', 'Writes'],
    rules.map(({ id, sentence, section, level, writes }) => [id, sentence, section, level, writes ? 'yes' : '']),
  )
}

function faults(kills: Kills): string {
  const rows = [...kills].map(([mutant, rules]) => [placeOf(mutant), mutant.name, caughtBy(rules)])
  return `Each fault is added to the fake, and the rules that call the operation are run against it.\n\n${table(['Operation', 'Fault', 'Caught by'], rows)}`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
