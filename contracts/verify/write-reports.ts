import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { CannotRun } from './cannot-run.js'
import type { Report } from './report.js'
import type { ReportFiles } from './report-files.js'
import { writeAtomically } from './write-atomically.js'

/**
 * Creates the folders for reports before the run, so that an unwritable path fails early.
 *
 * @throws CannotRun
 */
export async function makeFolders(files: ReportFiles): Promise<void> {
  for (const [kind, file] of Object.entries(files)) {
    await mkdir(dirname(file), { recursive: true }).catch((error: Error) => {
      throw new CannotRun(`--report ${kind}=${file}: there can be no such file (${error.message})`, { cause: error })
    })
  }
}

/**
 * Writes the requested reports, except JUnit, which vitest writes itself.
 *
 * @returns a line for each file
 * @throws CannotRun when one cannot be written
 */
export async function writeReports(report: Report, files: ReportFiles): Promise<readonly string[]> {
  const { json, html, md } = files
  if (json !== undefined) await writeAtomically(json, `${JSON.stringify(report, null, 2)}\n`, '--report json')
  if (md !== undefined) await writeAtomically(md, (await import('./markdown.js')).markdown(report), '--report md')
  if (html !== undefined) await writeAtomically(html, (await import('./html.js')).html(report), '--report html')
  return Object.entries(files).map(([kind, file]) => `${kind}: ${file}`)
}
