import type { DataFile } from '../persistence/data-file.js'
import { CommandError, type Io } from './io.js'

export type Keeper = DataFile

/** What says with which data to start, where there are none yet. */
export interface Beginning {
  readonly world?: string
  readonly conversations?: number
  readonly now?: string
  readonly compactAt?: number
}

/**
 * The file that the data are kept in, whether it is there already or is about to be made. Tells where what it holds goes before options.
 *
 * @throws CommandError when it cannot be gone on with, or is served already
 */
export async function openData(path: string, { world, conversations, now, compactAt }: Beginning, { stderr }: Io): Promise<Keeper> {
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
