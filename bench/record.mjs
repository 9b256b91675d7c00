import { readFileSync, writeFileSync } from 'node:fs'
import { markdown } from './report.mjs'

const README = new URL('README.md', import.meta.url)

/** Writes what a benchmark has found into the README, between the marks that bear its name. */
export function record(name, report, conditions) {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const text = readFileSync(README, 'utf8')
  const [from, to] = [text.indexOf(start), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`bench/README.md has no place for ${name}: put ${start} and ${end} into it`)
  writeFileSync(README, `${text.slice(0, from + start.length)}\n\n${markdown(report)}\n\n${conditions}\n\n${text.slice(to)}`)
}
