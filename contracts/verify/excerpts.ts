import { printable } from '../printable.js'
import type { Report } from './report.js'

/** More of an answer does not fit a terminal. */
const LINE = 300
const DIFF_LINES = 40

/** Text on one line, and no longer than can be read. */
export function oneLine(text: string): string {
  return shortened(text.replace(/\s+/g, ' ').trim(), LINE)
}

export function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)} …` : text
}

/** Applies {@link printable} to all texts of a report. */
export function printableReport(report: Report): Report {
  return JSON.parse(JSON.stringify(report), (_, value: unknown) => (typeof value === 'string' ? printable(value) : value))
}

/** A line of a diff: what was expected, what came, or what is the same in both. */
export interface DiffLine {
  readonly text: string
  readonly side: 'expected' | 'came' | 'both'
}

/** The lines of a diff, without its legend, which is the same each time. */
export function diffLines(diff = ''): readonly DiffLine[] {
  const lines = diff.split('\n').filter((line) => !/^[-+] (Expected|Received)( {2,}[-+] \d+)?$/.test(line))
  while (lines[0]?.trim() === '') lines.shift()
  const shown = lines.slice(0, DIFF_LINES).map((line) => ({ text: shortened(line, LINE), side: sideOf(line) }))
  return lines.length > DIFF_LINES ? [...shown, { text: `… ${lines.length - DIFF_LINES} more lines`, side: 'both' }] : shown
}

function sideOf(line: string): DiffLine['side'] {
  if (/^-|^Expected: /.test(line)) return 'expected'
  return /^\+|^Received: /.test(line) ? 'came' : 'both'
}
