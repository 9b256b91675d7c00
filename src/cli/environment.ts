import { type Command, InvalidArgumentError, type Option } from 'commander'
import type { Io } from './io.js'

/** Options that may be repeated. Their variable takes several values, separated by commas. */
const REPEATED = ['api-key', 'allow-http-host']

/**
 * Lets variables set the options of a command: `--base-path` by `LINKTOR_MOCK_BASE_PATH`. The command line takes precedence; an empty
 * variable is ignored.
 */
export function readEnvironment(command: Command, env: Io['env']): void {
  for (const option of command.options) option.description += ` (env: ${variableOf(option)})`
  command.hook('preAction', () => {
    for (const option of command.options) {
      const text = env[variableOf(option)] ?? ''
      if (text !== '' && command.getOptionValueSource(option.attributeName()) !== 'cli') take(command, option, text)
    }
  })
}

function take(command: Command, option: Option, text: string): void {
  try {
    command.setOptionValueWithSource(option.attributeName(), parsed(option, text), 'env')
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error
    command.error(`error: option '${option.flags}' value '${text}' from env '${variableOf(option)}' is invalid. ${error.message}`)
  }
}

function parsed(option: Option, text: string): unknown {
  if (option.isBoolean()) return yesOrNo(text)
  const texts = REPEATED.includes(option.name()) ? text.split(',').map((part) => part.trim()) : [text]
  return texts.reduce<unknown>((before, part) => (option.parseArg === undefined ? part : option.parseArg(part, before)), undefined)
}

/** A flag is on when it is present on the command line; its variable may also be `false`. */
function yesOrNo(text: string): boolean {
  const word = text.toLowerCase()
  if (['1', 'true', 'yes', 'on'].includes(word)) return true
  if (['0', 'false', 'no', 'off'].includes(word)) return false
  throw new InvalidArgumentError('It must be true or false.')
}

function variableOf(option: Option): string {
  return `LINKTOR_MOCK_${option.name().toUpperCase().replaceAll('-', '_')}`
}
