import { CannotRun } from './cannot-run.js'
import { inFolder, loadConfig } from './config-file.js'
import { validateSettings } from './settings.js'
import type { VerifyOptions } from './verify.js'

interface Sources {
  /** Options of the command line; `undefined` is not set. */
  readonly given: { readonly [setting: string]: unknown; readonly updateBaseline?: boolean }
  /** `LINKTOR_API_KEY`. */
  readonly apiKeyOfEnv?: string | undefined
  /** `--config`. */
  readonly config?: string | undefined
  /** Where files are, and where a config file is looked for. */
  readonly folder: string
}

/**
 * The settings of a run. The command line takes precedence over environment variables, those over the config file.
 *
 * @throws CannotRun naming what does not fit, or is missing
 */
export async function settingsOf({ given, apiKeyOfEnv = '', config, folder }: Sources): Promise<VerifyOptions> {
  const { updateBaseline = false, ...rest } = withoutUndefined(given)
  const flags = validateSettings(rest, '', flagOf)
  const env = apiKeyOfEnv === '' ? {} : validateSettings({ apiKey: apiKeyOfEnv }, '', () => 'LINKTOR_API_KEY')
  const { baseUrl, apiKey, ...settings } = { ...(await loadConfig(config, folder)), ...env, ...inFolder(flags, folder) }
  if (baseUrl === undefined) throw new CannotRun('Which server? Give its base URL: linktor-mock verify https://host/v1')
  if (apiKey === undefined) throw new CannotRun('There is no API key: give one by --api-key or LINKTOR_API_KEY')
  if (updateBaseline && settings.baseline === undefined) throw new CannotRun('--update-baseline needs --baseline <file>')
  return { ...settings, baseUrl: baseUrl.replace(/\/+$/, ''), apiKey, updateBaseline: updateBaseline === true }
}

function withoutUndefined(given: Sources['given']): Sources['given'] {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

/** `apiKey` is `--api-key` there, and the base URL has no flag. */
function flagOf(setting: string): string {
  if (setting === 'baseUrl') return 'The base URL'
  return `--${setting.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}
