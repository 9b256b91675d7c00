import type { Command, Option } from 'commander'

/** Lets an option be given by a variable too: `--base-path` by `LINKTOR_MOCK_BASE_PATH`. An empty variable counts for none. */
export function fromEnvironment(option: Option): Option {
  const variable = variableOf(option.name())
  return process.env[variable] === '' ? option : option.env(variable)
}

/** A switch is on by its mere presence on the command line; a variable also says `false`. */
export function switchFromEnvironment(command: Command, name: string, env: Readonly<Record<string, string | undefined>>): void {
  command.on(`optionEnv:${name}`, () => {
    const value = String(env[variableOf(name)]).toLowerCase()
    if (!['1', 'true', 'yes', 'on', '0', 'false', 'no', 'off'].includes(value)) {
      command.error(`error: '${value}' from env '${variableOf(name)}' is invalid for '--${name}'. It must be true or false.`)
    }
    command.setOptionValueWithSource(name, ['1', 'true', 'yes', 'on'].includes(value), 'env')
  })
}

function variableOf(name: string): string {
  return `LINKTOR_MOCK_${name.toUpperCase().replaceAll('-', '_')}`
}
