import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CannotRun } from './cannot-run.js'
import { type Settings, validateSettings } from './settings.js'

/** In this order they are looked for. */
const NAMES = [
  'linktor-mock.config.ts',
  'linktor-mock.config.mts',
  'linktor-mock.config.js',
  'linktor-mock.config.mjs',
  'linktor-mock.config.json',
]

/**
 * The settings of a file; of one of the usual name in a folder when none is given; or else none. Files that they name are taken from where
 * the file is.
 *
 * @throws CannotRun when the file is not there, or does not fit
 */
export async function loadConfig(given: string | undefined, folder: string): Promise<Settings> {
  const file = given === undefined ? NAMES.map((name) => resolve(folder, name)).find((path) => existsSync(path)) : resolve(folder, given)
  if (file === undefined) return {}
  const settings = validateSettings(await contentOf(file), `${file}: `)
  return inFolder(settings, dirname(file))
}

/** Settings with the files that they name as absolute paths. */
export function inFolder({ report, baseline, ...settings }: Settings, folder: string): Settings {
  const at = (path: string): string => resolve(folder, path)
  const files = Object.entries(report ?? {}).map(([kind, file]) => [kind, at(file)])
  return { ...settings, ...(report && { report: Object.fromEntries(files) }), ...(baseline !== undefined && { baseline: at(baseline) }) }
}

async function contentOf(file: string): Promise<unknown> {
  if (!existsSync(file)) throw new CannotRun(`--config ${file}: there is no such file`)
  try {
    return file.endsWith('.json') ? JSON.parse((await readFile(file, 'utf8')).replace(/^\ufeff/, '')) : await defaultExportOf(file)
  } catch (error) {
    // The following lines may quote the file, which may contain a key.
    const reason = error instanceof SyntaxError ? 'it is not well-formed' : (String(error).split('\n')[0] ?? '')
    throw new CannotRun(`--config ${file}: it cannot be read: ${reason}`, { cause: error })
  }
}

async function defaultExportOf(file: string): Promise<unknown> {
  const { createJiti } = await import('jiti') // it takes a while, so only who needs it waits
  const content = await createJiti(pathToFileURL(file).href, { fsCache: false, interopDefault: false }).import(file)
  if (!Object.hasOwn(Object(content), 'default')) throw new Error('it has no default export')
  return Object(content).default
}
