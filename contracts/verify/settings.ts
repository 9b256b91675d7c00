import type { ContractOptions } from '../options.js'
import { CannotRun } from './cannot-run.js'
import { REPORT_KINDS, type ReportFiles } from './report-files.js'

/** Settings of `verify`: the keys of a `linktor-mock.config.ts` or `.json`. */
export interface Settings extends Partial<Omit<ContractOptions, 'fetch' | 'signal' | 'known'>> {
  /** Rules that cannot be checked make the run fail. */
  readonly failOnSkip?: boolean
  /** Where to write reports, by kind. */
  readonly report?: ReportFiles
  /** File with the known failures. */
  readonly baseline?: string
}

type Check = readonly [wanted: string, fits: (value: unknown) => boolean]

const text: Check = ['text', (value) => typeof value === 'string' && value !== '']
const key: Check = ['text without white space', (value) => typeof value === 'string' && /^[\x21-\x7e]+$/.test(value)]
const yesOrNo: Check = ['true or false', (value) => typeof value === 'boolean']
const positive: Check = ['a number above 0', (value) => typeof value === 'number' && value > 0 && Number.isFinite(value)]
const texts: Check = ['a list of texts', (value) => Array.isArray(value) && value.every((one) => typeof one === 'string' && one !== '')]
const files: Check = [`files by their kinds: ${REPORT_KINDS.join(', ')}`, (value) => isReportFiles(value)]

const CHECKS: Readonly<Record<keyof Settings, Check>> = {
  baseUrl: ['the URL of an API, as https://host/v1, without a user, a query or a fragment', isBaseUrl],
  apiKey: key,
  invalidApiKey: key,
  allowWrites: yesOrNo,
  channelId: text,
  contactId: text,
  userId: text,
  otherUserId: text,
  botId: text,
  webhookUrl: ['the https URL of a receiver', (value) => isUrl(value) && String(value).startsWith('https:')],
  receiver: ['the URL at which the server reaches this machine, as http://127.0.0.1:4555', isUrl],
  receiverPort: ['a port, from 0 to 65535', (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535],
  timeout: positive,
  rps: positive,
  only: texts,
  failOnSkip: yesOrNo,
  report: files,
  baseline: text,
}

/**
 * Validates settings from any source. Messages omit the values, which may be keys.
 *
 * @param where - prefix of the message, such as the name of a file
 * @param nameOf - the name of a setting in that source: `--api-key` or `apiKey`
 * @throws CannotRun naming the first invalid setting
 */
export function validateSettings(value: unknown, where: string, nameOf = (name: string) => name): Settings {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new CannotRun(`${where}it must hold an object of settings`)
  for (const [name, given] of Object.entries(value)) {
    if (!isSetting(name)) throw new CannotRun(`${where}there is no setting ${name}; there are ${Object.keys(CHECKS).join(', ')}`)
    const [wanted, fits] = CHECKS[name]
    if (given !== undefined && !fits(given)) throw new CannotRun(`${where}${nameOf(name)} must be ${wanted}`)
  }
  return value // each property is validated above
}

function isSetting(name: string): name is keyof Settings {
  return Object.hasOwn(CHECKS, name)
}

function isUrl(value: unknown): boolean {
  return typeof value === 'string' && /^https?:\/\//.test(value) && URL.canParse(value)
}

function isBaseUrl(value: unknown): boolean {
  if (typeof value !== 'string' || !URL.canParse(value)) return false
  const { protocol, username, password, search, hash } = new URL(value)
  return /^https?:$/.test(protocol) && username + password + search + hash === '' && !/[?#]/.test(value)
}

function isReportFiles(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const kinds: readonly string[] = REPORT_KINDS
  return Object.entries(value).every(([kind, file]) => kinds.includes(kind) && typeof file === 'string' && file !== '')
}
