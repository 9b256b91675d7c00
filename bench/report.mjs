import { readFileSync, writeFileSync } from 'node:fs'

const README = new URL('README.md', import.meta.url)

/**
 * A figure and its limit.
 *
 * @typedef {object} Line
 * @property {string} figure
 * @property {number} value
 * @property {string} unit follows the number: ` ms`, or ` ×` for a ratio
 * @property {{ atLeast: number } | { atMost: number }} [limit] left out for a figure that is only reported
 *
 * @typedef {object} Table
 * @property {string} title
 * @property {readonly (readonly (string | number)[])[]} rows the first row has the names of the columns
 *
 * The result of a benchmark.
 *
 * @typedef {object} Report
 * @property {string} title
 * @property {readonly Line[]} lines
 * @property {readonly Table[]} [tables] the measurements behind the lines
 * @property {readonly string[]} [notes]
 */

/** Returns the lines that miss their limit. @param {Report} report @returns {readonly Line[]} */
export function missed({ lines }) {
  return lines.filter((line) => isReached(line) === false)
}

/** @param {Report} report */
export function print({ title, lines, tables = [], notes = [] }) {
  console.log(`\n${title}\n`)
  printTable(linesAsRows(lines))
  for (const table of tables) {
    console.log(`\n${table.title}\n`)
    printTable(table.rows)
  }
  for (const note of notes) console.log(`\n${note}`)
  for (const line of missed({ lines })) console.log(`\nNOT REACHED: ${line.figure}`)
}

/** Writes a report to the README, between the comments with the name of the benchmark. */
export function record(name, report, conditions) {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const text = readFileSync(README, 'utf8')
  const [from, to] = [text.indexOf(start), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`bench/README.md must have ${start} and ${end}`)
  writeFileSync(README, `${text.slice(0, from + start.length)}\n\n${markdown(report)}\n\n${conditions}\n\n${text.slice(to)}`)
}

/** Prints rows of cells; the first row has the names of the columns, and all columns but the first are aligned to the right. */
export function printTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)))
  for (const row of rows) {
    console.log(row.map((cell, i) => (i === 0 ? String(cell).padEnd(widths[i]) : String(cell).padStart(widths[i]))).join('   '))
  }
}

/** Formats a number with three significant digits, or all digits before the point. @param {number} value */
export function significant(value) {
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)))
}

/** Returns whether a line reaches its limit; undefined without a limit. @param {Line} line @returns {boolean | undefined} */
function isReached({ value, limit }) {
  if (limit === undefined) return undefined
  return 'atLeast' in limit ? value >= limit.atLeast : value <= limit.atMost
}

/** @param {readonly Line[]} lines */
function linesAsRows(lines) {
  const rows = lines.map((line) => {
    const reached = isReached(line)
    return [line.figure, `${significant(line.value)}${line.unit}`, limitOf(line), reached === undefined ? '' : reached ? 'yes' : 'no']
  })
  return [['figure', 'measured', 'limit', 'reached'], ...rows]
}

function limitOf({ limit, unit }) {
  if (limit === undefined) return ''
  return 'atLeast' in limit ? `≥ ${limit.atLeast}${unit}` : `≤ ${limit.atMost}${unit}`
}

/** @param {Report} report */
function markdown({ lines, tables = [], notes = [] }) {
  return [markdownTable(linesAsRows(lines)), ...tables.map(({ title, rows }) => `${title}:\n\n${markdownTable(rows)}`), ...notes].join(
    '\n\n',
  )
}

function markdownTable(rows) {
  const [head, ...body] = rows.map((row) => `| ${row.join(' | ')} |`)
  return [head, `| --- |${' ---: |'.repeat(rows[0].length - 1)}`, ...body].join('\n')
}
