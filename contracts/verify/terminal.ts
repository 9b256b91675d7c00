import picocolors from 'picocolors'
import { type Cause, causesOf, decisiveCall } from './causes.js'
import { diffLines, oneLine, printableReport, shortened } from './excerpts.js'
import { notesOf } from './notes.js'
import { LABELS, type Report, type RuleReport, STATES } from './report.js'
import { amount, observationsOf, sectionsOf, skipsOf } from './summary.js'

type Colors = ReturnType<typeof picocolors.createColors>

/** Maximum number of rules listed for one cause. */
const MAX_LISTED = 40

/** The report for a terminal: summary, failures, then notes. */
export function terminalReport(found: Report, colored: boolean): string {
  const report = printableReport(found)
  const colors = picocolors.createColors(colored)
  const parts = [
    summary(report, colors),
    broken(report, colors),
    gone(report, colors),
    known(report, colors),
    observations(report, colors),
    skips(report, colors),
    notesOf(report).join('\n'),
    total(report, colors),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function summary({ baseUrl, rules }: Report, { bold, dim, green, red, yellow }: Colors): string {
  const sections = sectionsOf(rules)
  const width = Math.max(...sections.map(({ section }) => section.length))
  const endpoints = Math.max(...sections.map(({ endpoint = '' }) => endpoint.length))
  const lines = sections.map(({ section, endpoint = '', counts }) => {
    const mark = counts.broken > 0 ? red('✗') : counts.kept > 0 ? green('✓') : yellow('–')
    const parts = [
      counts.kept > 0 && `${counts.kept} passed`,
      counts.broken > 0 && red(`${counts.broken} failed`),
      counts.known > 0 && yellow(`${counts.known} known`),
      counts.skipped > 0 && yellow(`${counts.skipped} skipped`),
    ]
    return `  ${mark} ${section.padEnd(width)}  ${dim(endpoint.padEnd(endpoints))}  ${parts.filter(Boolean).join(', ')}`
  })
  return [bold(`The contract of ${baseUrl}`), '', ...lines].join('\n')
}

function broken({ rules }: Report, colors: Colors): string {
  const causes = causesOf(rules)
  if (causes.length === 0) return ''
  const count = causes.reduce((sum, cause) => sum + cause.rules.length, 0)
  const few = causes.length < count ? `, ${amount(causes.length, 'cause')}` : ''
  const title = colors.bold(colors.red(`${amount(count, 'rule')} failed${few}`))
  return [title, ...causes.map((cause) => (cause.rules.length > 1 ? shared(cause, colors) : one(cause.rules[0], colors)))].join('\n\n')
}

/** A cause of several failures: shown once, with one failed rule. */
function shared({ headline, rules: [first, ...others], alike }: Cause, colors: Colors): string {
  const { bold, dim, red } = colors
  const named = others.slice(0, MAX_LISTED).map((rule) => `    ${rule.id}  ${rule.sentence}${dim(alike ? inBrief(rule) : '')}`)
  const more = others.length > MAX_LISTED ? [dim(`    and ${others.length - MAX_LISTED} more`)] : []
  return [
    `${red('✗')} ${bold(headline)}`,
    dim(`  ${amount(others.length + 1, 'rule')} failed for this cause. One of them:`),
    indented(one(first, colors, headline)),
    dim('  Same cause:'),
    ...named,
    ...more,
  ].join('\n')
}

/** `: GET /conversations?page=0 → 200`. */
function inBrief(rule: RuleReport): string {
  const call = decisiveCall(rule)
  return call === undefined ? '' : `: ${call.method} ${shortened(call.path, 100)} → ${call.status}`
}

/** @param headline - shown already, so not repeated */
function one(rule: RuleReport, { bold, dim, green, red }: Colors, headline?: string): string {
  const { id, sentence, section, level, reason = '', diff } = rule
  const call = decisiveCall(rule)
  const before = rule.calls.length - 1
  const reasons = reason === headline ? [] : reason.split('\n').filter((line) => line !== '')
  const lines = [
    `${red('✗')} ${bold(id)}  ${sentence}`,
    dim(`  ${section}${level === 'implied' ? ', implied by what the guide says' : ''}`),
    ...reasons.map((line) => `  ${line}`),
  ]
  if (call !== undefined) {
    lines.push(`  $ ${call.curl ?? ''}${before > 0 ? dim(`   # after ${amount(before, 'other call')}`) : ''}`)
    lines.push(`  ${call.status} ${dim(oneLine(call.answer ?? ''))}`)
  }
  const colorOf = { expected: green, came: red, both: dim }
  for (const { text, side } of diffLines(diff)) lines.push(`  ${colorOf[side](text)}`)
  return lines.join('\n')
}

function known({ rules }: Report, { bold, dim }: Colors): string {
  const lines = rules.filter(({ state }) => state === 'known').map(({ id, sentence }) => `  ${id}  ${dim(sentence)}`)
  return lines.length === 0 ? '' : [bold('Known failures, listed in the baseline'), ...lines].join('\n')
}

function gone({ gone: entries }: Report, { bold, dim, green }: Colors): string {
  if (entries.length === 0) return ''
  const lines = entries.map(({ id, sentence, since, why }) => {
    const what = why === 'kept' ? `passes now; known since ${since}` : 'the rule no longer exists'
    return `  ${green(id)}  ${sentence} ${dim(`(${what})`)}`
  })
  return [bold('Baseline entries that now pass; remove with --update-baseline'), ...lines].join('\n')
}

function observations({ rules }: Report, { bold, dim }: Colors): string {
  const lines = [...observationsOf(rules)].flatMap(([section, seen]) => [
    `  ${section}`,
    ...[...seen].map(([what, ids]) => `    ${shortened(what, 200)} ${dim(`(${ids.join(', ')})`)}`),
  ])
  return lines.length === 0 ? '' : [bold('Observed (the guide does not specify)'), ...lines].join('\n')
}

function skips({ rules }: Report, { bold, dim, yellow }: Colors): string {
  const lines = [...skipsOf(rules)].map(([reason, its]) => `  ${yellow(reason)} ${dim(`(${its.map(({ id }) => id).join(', ')})`)}`)
  return lines.length === 0 ? '' : [bold('Skipped'), ...lines].join('\n')
}

function total({ counts, rules, unchecked, milliseconds }: Report, { bold, green, red }: Colors): string {
  const parts = STATES.filter((state) => counts[state] > 0).map((state) => `${counts[state]} ${LABELS[state]}`)
  const left = unchecked > 0 ? [`${unchecked} not checked`] : []
  const color = counts.broken > 0 ? red : green
  return bold(color(`${amount(rules.length, 'rule')}: ${[...parts, ...left].join(', ')}, in ${(milliseconds / 1000).toFixed(1)} s`))
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '  ')
}
