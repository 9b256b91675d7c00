/** Prints rows of cells, the first of which names the columns; all but the first column stand to the right. */
export function printTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)))
  for (const row of rows) {
    console.log(row.map((cell, i) => (i === 0 ? String(cell).padEnd(widths[i]) : String(cell).padStart(widths[i]))).join('   '))
  }
}

/** The same as a table of Markdown. */
export function cellsOf(rows) {
  const [head, ...body] = rows.map((row) => `| ${row.join(' | ')} |`)
  return [head, `| --- |${' ---: |'.repeat(rows[0].length - 1)}`, ...body].join('\n')
}
