import { Command, Option } from 'commander'
import { SCENARIOS } from '../faults/scenarios.js'
import { packageVersion } from '../server/package.js'
import { readEnvironment } from './environment.js'
import type { Io } from './io.js'
import { listenCommand } from './listen-command.js'
import { another, anotherHost, basePath, count, eventNames, host, latency, moment, portNumber, rateLimit, seedNumber } from './options.js'
import type { ProxyCommandOptions } from './proxy.js'
import type { SeedOptions } from './seed.js'
import type { ServeOptions } from './serve.js'
import { triggerCommand } from './trigger-command.js'
import { verifyCommand } from './verify-command.js'

const SERVE_EXAMPLES = `
Examples:
  linktor-mock                                        the guide's data and 50 conversations more
  linktor-mock --port 0 --log json                    any free port; the first line says which
  linktor-mock serve --world guide --now 2024-01-15T10:30:00Z
  linktor-mock serve --conversations 5000 --seed 7    a busy inbox
  linktor-mock serve --world world.json               your own data, as "seed" writes it, as of when it did
  linktor-mock serve --data inbox.data                goes on where it ended, also after a crash
  linktor-mock serve --latency 50-200 --rate-limit 100
  linktor-mock serve --scenario flaky                 some calls fail, and some answers are lost
  linktor-mock serve --api-key one --api-key two      no other key will do
  linktor-mock serve --webhook http://localhost:3000/hooks
`

const SEED_EXAMPLES = `
Examples:
  linktor-mock seed --conversations 200 --seed 7 --out world.json
  linktor-mock seed --seed 7 --now 2024-01-15T12:00:00Z          the same data each time
  linktor-mock seed --world empty --conversations 10 | jq .conversations
`

const PROXY_EXAMPLES = `
Examples:
  linktor-mock proxy https://api.linktor.io/v1                      point your app to http://127.0.0.1:4020/v1
  linktor-mock proxy http://127.0.0.1:4010/v1 --port 0 --log json   any free port; the first line says which
`

const EXIT_STATUS = `
The exit status is 0 after --help or a stop by SIGINT or SIGTERM, else 1.
`

/**
 * Creates the commands and their options. The code of a command is loaded when it runs.
 *
 * @param ended - called with the exit status of a command that has its own
 */
export function createProgram(io: Io, ended: (status: number) => void): Command {
  const program = new Command('linktor-mock')
    .description("A stateful fake of Linktor's Conversations API. Without a command it serves.")
    .version(packageVersion())
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) })
    .showHelpAfterError('(see --help for what would do)')
    .exitOverride()
  const serve = serveCommand(program, io)
  seedCommand(program, io)
  verifyCommand(program, io, ended)
  proxyCommand(program, io)
  triggerCommand(program, io)
  listenCommand(program, io)
  return program.addHelpText(
    'after',
    () => `\nThe options of serve, which need not be named:\n\n${serve.helpInformation()}${SERVE_EXAMPLES}${EXIT_STATUS}`,
  )
}

function serveCommand(program: Command, io: Io): Command {
  const command = program
    .command('serve')
    .description('serve the API over HTTP, with its reference at /docs')
    .summary('serve the API (the default)')
  const options = [
    new Option('--port <port>', 'where to listen; 0 picks a free port').argParser(portNumber).default(4010),
    new Option('--host <host>', 'whom to listen to; 0.0.0.0 is everybody').argParser(host).default('127.0.0.1'),
    new Option('--base-path <path>', 'where the API is').argParser(basePath).default('/v1'),
    new Option('--seed <number>', 'what data, ids, latencies and faults are drawn from').argParser(seedNumber).default(1),
    new Option('--conversations <count>', 'how many to generate beside the world (default: 50, or 0 with --world)').argParser(count),
    new Option('--world <world>', 'the data to start with: guide, empty, or a JSON file (default: guide)'),
    new Option('--now <time>', 'what the clock shows at the start, as ISO 8601 (default: that of the file, or the time)').argParser(moment),
    new Option(
      '--data <file>',
      'where the data outlive a restart; once the file is there, it goes before --world, --conversations, --seed and --now',
    ),
    new Option('--compact-at <bytes>', 'how long a log of --data may get, whatever the data').argParser(count).hideHelp(),
    new Option(
      '--api-key <key>',
      'a key that will do, and no other; may be repeated; the variable takes several, separated by commas (default: any key)',
    ).argParser(another),
    new Option('--rate-limit <count>', 'requests a minute for each key (default: no limit)').argParser(rateLimit),
    new Option('--latency <ms>', 'how long answers take: 100, or 50-200 (default: no longer than needed)').argParser(latency),
    new Option('--scenario <name>', 'what goes wrong, and how often').choices(Object.keys(SCENARIOS)).default('happy'),
    new Option('--webhook <url>', 'a webhook that is there from the start; its secret is printed'),
    new Option('--webhook-secret <secret>', 'what its deliveries are signed with (default: one that is made)'),
    new Option('--webhook-events <names>', 'what it is sent: conversation.closed,message.received (default: all)').argParser(eventNames),
    new Option('--strict', 'refuse parameters and fields that the spec does not know').default(false),
    new Option('--sandbox-per-key', 'give each API key data of its own').default(false),
    new Option(
      '--allow-http-host <host>',
      'a host, beside this machine, that webhooks may be sent to by http; may be repeated; the variable takes several, separated by commas',
    ).argParser(anotherHost),
    new Option('--control-token <token>', 'what calls of /_mock must bring as X-Mock-Token (default: none, and this machine only)'),
    new Option('--log <format>', 'what to print of requests').choices(['pretty', 'json', 'silent']).default('pretty'),
  ]
  for (const option of options) command.addOption(option)
  readEnvironment(command, io.env)
  return command.addHelpText('after', SERVE_EXAMPLES + EXIT_STATUS).action(async (given: ServeOptions) => {
    await (await import('./serve.js')).serve(given, io)
  })
}

function seedCommand(program: Command, io: Io): void {
  const command = program
    .command('seed')
    .description('write generated data to a file, for --world or to be looked at')
    .summary('write generated data')
  const options = [
    new Option('--conversations <count>', 'how many to generate beside the world').argParser(count).default(50),
    new Option('--seed <number>', 'what the data is drawn from: the same number and --now, the same data').argParser(seedNumber).default(1),
    new Option('--now <time>', 'when the data is as it is, which the file tells, as ISO 8601 (default: the time)').argParser(moment),
    new Option('--world <world>', 'what to add to').choices(['guide', 'empty']).default('guide'),
    new Option('--out <file>', 'the file to write; - is the standard output').default('-'),
  ]
  for (const option of options) command.addOption(option)
  command.addHelpText('after', SEED_EXAMPLES).action(async (given: SeedOptions) => {
    await (await import('./seed.js')).seed(given, io)
  })
}

function proxyCommand(program: Command, io: Io): void {
  const command = program
    .command('proxy')
    .description('pass requests on to an API, and tell where they and its answers break the OpenAPI document, as Prism finds it')
    .summary('find violations in live traffic')
    .argument('<target>', 'the base URL of the API: https://api.linktor.io/v1')
  const options = [
    new Option('--port <port>', 'where to listen; 0 picks a free port').argParser(portNumber).default(4020),
    new Option('--host <host>', 'whom to listen to; 0.0.0.0 is everybody').argParser(host).default('127.0.0.1'),
    new Option('--base-path <path>', 'where the API is for your app').argParser(basePath).default('/v1'),
    new Option('--log <format>', 'what to print of requests').choices(['pretty', 'json', 'silent']).default('pretty'),
  ]
  for (const option of options) command.addOption(option)
  command.addHelpText('after', PROXY_EXAMPLES + EXIT_STATUS).action(async (target: string, given: ProxyCommandOptions) => {
    await (await import('./proxy.js')).proxy(target, given, io)
  })
}
