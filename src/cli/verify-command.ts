import { type Command, CommanderError, Option } from 'commander'
import type { Io } from './io.js'
import { listed, milliseconds, perSecond, portNumber, reportFiles, seedNumber, sequences } from './options.js'
import type { VerifyFlags } from './verify.js'

const EXAMPLES = `
Examples:
  LINKTOR_API_KEY=… linktor-mock verify https://staging.example.com/v1              reads only, changes nothing
  linktor-mock verify http://127.0.0.1:4010/v1 --api-key k --allow-writes           all rules
  linktor-mock verify https://staging.example.com/v1 --only LIST,CLOSE-03 --rps 5   some rules, slowly
  linktor-mock verify --report html=contract.html,junit=contract.xml                the rest is in linktor-mock.config.ts
  linktor-mock verify --baseline known.json                                         only new departures fail

With --allow-writes, conversations are created, marked with metadata.source "linktor-mock" and closed at the end, also after Ctrl-C; and
webhooks, marked by a description that begins with "linktor-mock", to an address at which nobody listens, and deleted at the end.
Nothing that the run has not created is ever changed.

The exit status is 0 when all rules are kept, 1 when one is broken, 2 when they could not be checked.
`

/** @param ended - called with the exit status */
export function verifyCommand(program: Command, io: Io, ended: (status: number) => void): void {
  const command = program
    .command('verify')
    .argument('[baseUrl]', 'the base URL of the API: https://host/v1')
    .description('check a server against the guide, rule by rule; without --allow-writes it only reads')
    .summary('check a server against the guide')
    .showHelpAfterError(false)
    .configureOutput({ outputError: (text, write) => write(`${text.trim().replace(/\s*\n\s*/g, ' ')}\n`) })
    .exitOverride(({ exitCode, code, message }) => {
      throw new CommanderError(exitCode === 0 ? 0 : 2, code, message)
    })
  const options = [
    new Option('--api-key <key>', 'a key that the server takes (env: LINKTOR_API_KEY)'),
    new Option('--invalid-api-key <key>', 'a key that it refuses (default: invalid_key)'),
    new Option('--channel-id <id>', 'a channel to create conversations on (default: one that is found)'),
    new Option('--contact-id <id>', 'a contact (default: one that is found)'),
    new Option('--user-id <id>', 'a user to assign to (default: one that is found)'),
    new Option('--other-user-id <id>', 'another user (default: one that is found)'),
    new Option('--bot-id <id>', 'a bot (default: one that is found)'),
    new Option('--webhook-url <url>', 'what webhooks are created with (default: an address at which nobody listens)'),
    new Option('--receiver <url>', 'where the server reaches this machine, to see what webhooks are sent: http://127.0.0.1:4555'),
    new Option('--receiver-port <port>', 'the port to listen on, if a tunnel leads there (default: that of the URL)').argParser(portNumber),
    new Option('--allow-writes', 'also run the rules that write: they create conversations and webhooks, and change those'),
    new Option('--no-allow-writes', 'read only, whatever a config file says (the default)'),
    new Option('--fail-on-skip', 'fail when a rule cannot be checked'),
    new Option('--only <ids>', 'which rules: LIST,CLOSE-03').argParser(listed),
    new Option('--timeout <ms>', 'how long an answer may take (default: 10000)').argParser(milliseconds),
    new Option('--rps <number>', 'a ceiling of requests a second (default: none)').argParser(perSecond),
    new Option('--config <file>', 'a file of options (default: linktor-mock.config.ts, .js or .json, if there is one)'),
    new Option('--report <files>', 'where to write reports: junit=r.xml,json=r.json,html=r.html,md=r.md').argParser(reportFiles),
    new Option('--baseline <file>', 'a JSON file of the rules that are known to be broken, which do not fail'),
    new Option('--explore <count>', 'try so many random sequences of calls besides, and compare them with the fake').argParser(sequences),
    new Option('--seed <number>', 'what these are drawn from (default: 1)').argParser(seedNumber),
    new Option('--update-baseline', 'write that file anew'),
  ]
  for (const option of options) command.addOption(option)
  command.addHelpText('after', EXAMPLES).action(async (baseUrl: string | undefined, given: VerifyFlags) => {
    ended(await (await import('./verify.js')).verify(baseUrl, given, io))
  })
}
