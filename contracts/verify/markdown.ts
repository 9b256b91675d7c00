import { causesOf, decisiveCall } from './causes.js'
import { diffLines, printableReport, shortened } from './excerpts.js'
import { notesOf } from './notes.js'
import type { Report, RuleReport } from './report.js'
import { amount, observationsOf, sectionsOf, skipsOf } from './summary.js'

/** A report for the comment of a pull request: short, with the rest in collapsed sections. */
export function markdown(found: Report): string {
  const report = printableReport(found)
  const { baseUrl, counts, rules, milliseconds, ended, gone } = report
  const verdict =
    ended !== undefined
      ? `⚠️ ${escaped(ended)}`
      : counts.broken > 0
        ? `❌ ${amount(counts.broken, 'rule')} failed`
        : '✅ The server meets the contract'
  const parts = [
    `## ${verdict}`,
    `${code(baseUrl)}, ${amount(rules.length, 'rule')} in ${(milliseconds / 1000).toFixed(1)} s`,
    table(report),
    ...causesOf(rules).map(({ headline, rules: [first, ...others] }) =>
      [`### ${escaped(others.length > 0 ? headline : `${first.id}: ${first.sentence}`)}`, brokenRule(first), listOf('Same cause', others)]
        .filter(Boolean)
        .join('\n\n'),
    ),
    listOf(
      'Known failures',
      rules.filter(({ state }) => state === 'known'),
    ),
    listOf('Baseline entries that now pass; remove with --update-baseline', gone),
    observations(rules),
    skips(rules),
    notesOf(report)
      .map((note) => `- ${escaped(note)}`)
      .join('\n'),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function table({ rules }: Report): string {
  const rows = sectionsOf(rules).map(({ section, endpoint, counts }) => {
    const name = endpoint === undefined ? escaped(section) : `${escaped(section)} ${code(endpoint)}`
    return `| ${counts.broken > 0 ? '❌' : '✅'} ${name} | ${counts.kept} | ${counts.broken} | ${counts.known} | ${counts.skipped} |`
  })
  return ['| Section of the guide | passed | failed | known | skipped |', '| --- | ---: | ---: | ---: | ---: |', ...rows].join('\n')
}

function brokenRule(rule: RuleReport): string {
  const call = decisiveCall(rule)
  const before = rule.calls.length - 1
  const lines = diffLines(rule.diff)
  return [
    `**${rule.id}** ${escaped(rule.sentence)} (${escaped(rule.section)}, ${rule.level})`,
    fenced('text', rule.reason ?? ''),
    ...(call === undefined
      ? []
      : [
          before > 0 ? `After ${amount(before, 'other call')}:` : '',
          fenced('sh', call.curl ?? ''),
          fenced('text', `${call.status} ${shortened(call.answer ?? '', 1000)}`),
        ]),
    lines.length > 0 ? fenced('diff', lines.map(({ text }) => text).join('\n')) : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function observations(rules: readonly RuleReport[]): string {
  const lines = [...observationsOf(rules)].flatMap(([section, seen]) =>
    [...seen].map(([what, ids]) => `- ${escaped(section)}: ${escaped(shortened(what, 200))} (${ids.join(', ')})`),
  )
  return folded(`Observed (the guide does not specify) (${lines.length})`, lines)
}

function skips(rules: readonly RuleReport[]): string {
  const lines = [...skipsOf(rules)].map(([reason, its]) => `- ${escaped(reason)}: ${its.map(({ id }) => id).join(', ')}`)
  return folded(`Skipped (${amount(rules.filter(({ state }) => state === 'skipped').length, 'rule')})`, lines)
}

function listOf(title: string, rules: readonly Pick<RuleReport, 'id' | 'sentence'>[]): string {
  return folded(
    `${title} (${rules.length})`,
    rules.map(({ id, sentence }) => `- ${id}: ${escaped(sentence)}`),
  )
}

function folded(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `<details><summary>${escaped(title)}</summary>\n\n${lines.join('\n')}\n\n</details>`
}

/** Longer than any fence inside. */
function fenced(language: string, text: string): string {
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)))
  return `${fence}${language}\n${text}\n${fence}`
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '\\|')}\``
}

/** Escapes markup, and joins lines. */
function escaped(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>&|~]/g, (character) => `\\${character}`)
}
