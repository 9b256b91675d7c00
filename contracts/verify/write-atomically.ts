import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { CannotRun } from './cannot-run.js'

/**
 * Writes a file completely, or leaves it unchanged.
 *
 * @param option - the CLI option to name in the error message
 * @throws CannotRun
 */
export async function writeAtomically(file: string, text: string, option: string): Promise<void> {
  const unfinished = `${file}.${process.pid}.part`
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(unfinished, text)
    await rename(unfinished, file)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw new CannotRun(`${option}: ${file} cannot be written (${error instanceof Error ? error.message : error})`, { cause: error })
  }
}
