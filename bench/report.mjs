import { reasonOf } from './reasons.mjs'
import { cellsOf, printTable } from './table.mjs'

/**
 * A figure, and what it must reach.
 *
 * @typedef {object} Line
 * @property {string} figure
 * @property {number} value
 * @property {string} unit what follows the number: ` ms`, or `×` for a ratio
 * @property {{ atLeast: number } | { atMost: number }} [limit] without one, the figure is only told
 *
 * @typedef {object} Table
 * @property {string} title
 * @property {readonly (readonly (string | number)[])[]} rows the first of them names the columns
 *
 * What a benchmark has found.
 *
 * @typedef {object} Report
 * @property {string} title
 * @property {readonly Line[]} lines
 * @property {readonly Table[]} [tables] the measurements that the lines are made from
 * @property {readonly string[]} [notes]
 */

/** Whether a line is where it must be; nothing when it need be nowhere. @param {Line} line @returns {boolean | undefined} */
export function isReached({ value, limit }) {
  if (limit === undefined) return undefined
  return 'atLeast' in limit ? value >= limit.atLeast : value <= limit.atMost
}

/** @param {Report} report @returns {readonly Line[]} */
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
  for (const line of missed({ lines })) console.log(`\nNOT REACHED: ${told(line)}`)
}

/** @param {Report} report */
export function markdown({ lines, tables = [], notes = [] }) {
  const parts = [
    cellsOf(linesAsRows(lines)),
    ...tables.map(({ title, rows }) => `${title}:\n\n${cellsOf(rows)}`),
    ...missed({ lines }).map((line) => `Not reached: ${told(line)}.`),
    ...(notes.length > 0 ? [notes.join('\n\n')] : []),
  ]
  return parts.join('\n\n')
}

/** A line that is not reached, and why if that is known. @param {Line} line */
function told({ figure }) {
  const reason = reasonOf(figure)
  return reason === undefined ? figure : `${figure}: ${reason}`
}

/** @param {readonly Line[]} lines */
function linesAsRows(lines) {
  const rows = lines.map((line) => {
    const reached = isReached(line)
    return [line.figure, shown(line.value, line.unit), limitOf(line), reached === undefined ? '' : reached ? 'yes' : 'no']
  })
  return [['figure', 'measured', 'must be', 'reached'], ...rows]
}

function limitOf({ limit, unit }) {
  if (limit === undefined) return ''
  return 'atLeast' in limit ? `≥ ${limit.atLeast}${unit}` : `≤ ${limit.atMost}${unit}`
}

function shown(value, unit) {
  return `${significant(value)}${unit}`
}

/** A number as precise as it is known: three digits, or all before the point. @param {number} value */
export function significant(value) {
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)))
}
