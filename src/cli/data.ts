import type { DataFile } from '../persistence/data-file.js'
import { CommandError, type Io } from './io.js'

/** Options that define new data. */
export interface NewDataOptions {
  readonly world?: string
  readonly conversations?: number
  readonly now?: string
  readonly compactAt?: number
}

/**
 * Opens the data file, or prepares a new one. Warns when its data take precedence over options.
 *
 * @throws CommandError when the file is invalid, or in use by another process
 */
export async function openData(path: string, { world, conversations, now, compactAt }: NewDataOptions, { stderr }: Io): Promise<DataFile> {
  const [{ DataFile }, { DataError }] = await Promise.all([import('../persistence/data-file.js'), import('../persistence/data-error.js')])
  const warn = (line: string): void => void stderr.write(`warning: ${line}\n`)
  try {
    const file = new DataFile(path, { warn, compactAt })
    const given = Object.entries({ world, conversations, now }).flatMap(([name, value]) => (value === undefined ? [] : `--${name}`))
    if (file.loaded !== undefined && given.length > 0) {
      warn(`the data are those of ${path}: what ${given.join(' and ')} ${given.length > 1 ? 'say' : 'says'} is what a reset goes back to`)
    }
    return file
  } catch (error) {
    if (error instanceof DataError) throw new CommandError(`--data ${error.message}`, { cause: error })
    throw error
  }
}
