import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { CannotRun } from './cannot-run.js'

/**
 * Writes a file so that it is there whole, or as it was before.
 *
 * @param option - the one that asked for the file, to be named when it cannot be written
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
