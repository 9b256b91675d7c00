import type { Rule } from '../../contracts/rule.js'
import { caughtBy, type Kills, placeOf } from './kill-table.js'

/** `contracts/README.md`: what a rule is, all of them, and the faults that they catch. */
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

<!-- Written by test/mutants/readme.ts. Write it anew with \`npm run test:mutants -- --update\`. -->

What the guide of the Conversations API promises, as ${rules.length} rules that any server can be held against: a deployment of Linktor, or the fake
of this project. A rule is a sentence of the guide with a name, such as \`CLOSE-03\`, and the calls that show whether it is kept. Where it can, it
looks at the effect by another operation than the one that has it.

- **Levels.** \`documented\`: the guide says it. \`implied\`: it follows from what the guide says. What the guide does not say is never a failure;
  what a server does there is told as an *observation*.
- **Writes.** Rules that write create conversations and webhooks, and change only those; they run when they are allowed to. Their conversations
  have \`metadata.source\` \`linktor-mock\`, and are closed at the end; their webhooks have a description that begins with \`linktor-mock\`, lead to
  an address at which nobody listens, and are deleted.
- **What is sent to webhooks** is looked at where \`--receiver http://127.0.0.1:4555\` says how the server reaches this machine; without it,
  \`WEBHOOK-SIGN\` is skipped.
- **Not one of them is idle.** Each catches at least one of ${kills.size} faults, [below](#the-faults-that-they-catch), that a server may have. And a
  server that does differently what the guide leaves open, and shows more than it has to, keeps every one.

Against a server, reading only, and then with the rules that write:

\`\`\`bash
export LINKTOR_API_KEY=…
npx linktor-mock verify https://staging.example.com/v1
npx linktor-mock verify https://staging.example.com/v1 --allow-writes
npx linktor-mock verify https://staging.example.com/v1 --only LIST,CLOSE-03
\`\`\`

Among the tests of your own, with your vitest:

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
    ['Rule', 'What holds', 'Section of the guide', 'Level', 'Writes'],
    rules.map(({ id, sentence, section, level, writes }) => [id, sentence, section, level, writes ? 'yes' : '']),
  )
}

function faults(kills: Kills): string {
  const rows = [...kills].map(([mutant, rules]) => [placeOf(mutant), mutant.name, caughtBy(rules)])
  return `Each of these is put into the fake, and the rules that call the operation are held against it.\n\n${table(['Operation', 'Fault', 'Caught by'], rows)}`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
