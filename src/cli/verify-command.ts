import { type Command, CommanderError, Option } from 'commander'
import type { Io } from './io.js'
import { listed, milliseconds, perSecond, portNumber, reportFiles, seedNumber, sequences } from './options.js'
import type { VerifyFlags } from './verify.js'

const EXAMPLES = `
Examples:
  LINKTOR_API_KEY=… linktor-mock verify https://staging.example.com/v1              reads only, changes nothing
  linktor-mock verify http://127.0.0.1:4010/v1 --api-key k --allow-writes           all rules
  linktor-mock verify https://staging.example.com/v1 --only LIST,CLOSE-03 --rps 5   some rules, slowly
  linktor-mock verify --report html=contract.html,junit=contract.xml                other options in linktor-mock.config.ts
  linktor-mock verify --baseline known.json                                         only new violations fail

With --allow-writes, the run creates conversations, marked with metadata.source "linktor-mock", and closes them at the end, also after
Ctrl-C; and webhooks with an unreachable URL, whose description begins with "linktor-mock", and deletes them at the end. It never changes
anything that it has not created.

Exit status: 0 all rules passed, 1 a rule failed, 2 the rules could not be checked.
`

/** @param ended - called with the exit status */
export function verifyCommand(program: Command, io: Io, ended: (status: number) => void): void {
  const command = program
    .command('verify')
    .argument('[baseUrl]', 'base URL of the API: https://host/v1')
    .description('check a server against the guide, rule by rule; without --allow-writes it only reads')
    .summary('check a server against the guide')
    .showHelpAfterError(false)
    .configureOutput({ outputError: (text, write) => write(`${text.trim().replace(/\s*\n\s*/g, ' ')}\n`) })
    .exitOverride(({ exitCode, code, message }) => {
      throw new CommanderError(exitCode === 0 ? 0 : 2, code, message)
    })
  const options = [
    new Option('--api-key <key>', 'API key that the server accepts (env: LINKTOR_API_KEY)'),
    new Option('--invalid-api-key <key>', 'API key that the server rejects (default: invalid_key)'),
    new Option('--channel-id <id>', 'channel for new conversations (default: an existing one)'),
    new Option('--contact-id <id>', 'contact for new conversations (default: an existing one)'),
    new Option('--user-id <id>', 'user to assign to (default: an existing one)'),
    new Option('--other-user-id <id>', 'another user (default: an existing one)'),
    new Option('--bot-id <id>', 'bot (default: an existing one)'),
    new Option('--webhook-url <url>', 'URL of new webhooks (default: an unreachable URL)'),
    new Option('--receiver <url>', 'URL at which the server reaches this machine, to check deliveries: http://127.0.0.1:4555'),
    new Option('--receiver-port <port>', 'port to listen on, behind a tunnel (default: that of the URL)').argParser(portNumber),
    new Option('--allow-writes', 'also run the rules that create conversations and webhooks, and change those'),
    new Option('--no-allow-writes', 'read only, even if a config file says otherwise (default)'),
    new Option('--fail-on-skip', 'fail when a rule is skipped'),
    new Option('--only <ids>', 'rules to run: LIST,CLOSE-03').argParser(listed),
    new Option('--timeout <ms>', 'timeout of a request in milliseconds (default: 10000)').argParser(milliseconds),
    new Option('--rps <number>', 'maximum requests per second (default: unlimited)').argParser(perSecond),
    new Option('--config <file>', 'config file (default: linktor-mock.config.ts, .js or .json, if there is one)'),
    new Option('--report <files>', 'report files: junit=r.xml,json=r.json,html=r.html,md=r.md').argParser(reportFiles),
    new Option('--baseline <file>', 'JSON file of known violations, which do not fail the run'),
    new Option('--explore <count>', 'also run this many random call sequences, and compare the server with the mock').argParser(sequences),
    new Option('--seed <number>', 'random seed of these sequences (default: 1)').argParser(seedNumber),
    new Option('--update-baseline', 'rewrite the baseline file'),
  ]
  for (const option of options) command.addOption(option)
  command.addHelpText('after', EXAMPLES).action(async (baseUrl: string | undefined, given: VerifyFlags) => {
    ended(await (await import('./verify.js')).verify(baseUrl, given, io))
  })
}
