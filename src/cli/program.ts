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
  linktor-mock                                        the guide's data and 50 generated conversations
  linktor-mock --port 0 --log json                    a free port, printed in the first line
  linktor-mock serve --world guide --now 2024-01-15T10:30:00Z
  linktor-mock serve --conversations 5000 --seed 7    a busy inbox
  linktor-mock serve --world world.json               data written by "seed", with its time
  linktor-mock serve --data inbox.data                data survive a restart or a crash
  linktor-mock serve --latency 50-200 --rate-limit 100
  linktor-mock serve --scenario flaky                 some calls fail, some responses are lost
  linktor-mock serve --api-key one --api-key two      accept these keys only
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
  linktor-mock proxy http://127.0.0.1:4010/v1 --port 0 --log json   a free port, printed in the first line
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
    .description("A stateful mock of Linktor's Conversations API. The default command is serve.")
    .version(packageVersion())
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) })
    .showHelpAfterError('(see --help for valid options)')
    .exitOverride()
  const serve = serveCommand(program, io)
  seedCommand(program, io)
  verifyCommand(program, io, ended)
  proxyCommand(program, io)
  triggerCommand(program, io)
  listenCommand(program, io)
  return program.addHelpText(
    'after',
    () => `\nOptions of serve, the default command:\n\n${serve.helpInformation()}${SERVE_EXAMPLES}${EXIT_STATUS}`,
  )
}

function serveCommand(program: Command, io: Io): Command {
  const command = program
    .command('serve')
    .description('serve the API over HTTP, with its reference at /docs')
    .summary('serve the API (the default)')
  const options = [
    new Option('--port <port>', 'port to listen on; 0 picks a free one').argParser(portNumber).default(4010),
    new Option('--host <host>', 'bind address; 0.0.0.0 means all interfaces').argParser(host).default('127.0.0.1'),
    new Option('--base-path <path>', 'path below which the API is served').argParser(basePath).default('/v1'),
    new Option('--seed <number>', 'random seed of data, ids, latencies and faults').argParser(seedNumber).default(1),
    new Option('--conversations <count>', 'extra conversations to generate (default: 50, or 0 with --world)').argParser(count),
    new Option('--world <world>', 'initial data: guide, empty, or a JSON file (default: guide)'),
    new Option('--now <time>', 'initial time of the clock, ISO 8601 (default: that of the world file, or the current time)').argParser(
      moment,
    ),
    new Option(
      '--data <file>',
      'file that persists the data over restarts; once it exists, it takes precedence over --world, --conversations, --seed and --now, which then only define what a reset restores',
    ),
    new Option('--compact-at <bytes>', 'maximum length of the log of --data before it is compacted, in bytes').argParser(count).hideHelp(),
    new Option(
      '--api-key <key>',
      'accepted API key, others are rejected; repeatable; the variable takes several, separated by commas (default: any key)',
    ).argParser(another),
    new Option('--rate-limit <count>', 'requests per minute per API key (default: unlimited)').argParser(rateLimit),
    new Option('--latency <ms>', 'latency of responses in milliseconds: 100, or a range 50-200 (default: none)').argParser(latency),
    new Option('--scenario <name>', 'preset of simulated faults').choices(Object.keys(SCENARIOS)).default('happy'),
    new Option('--webhook <url>', 'URL of a webhook to register at the start and after every reset; its secret is printed'),
    new Option('--webhook-secret <secret>', 'secret that signs its deliveries (default: generated)'),
    new Option('--webhook-events <names>', 'events it receives: conversation.closed,message.received (default: all)').argParser(eventNames),
    new Option('--strict', 'reject parameters and fields that the spec does not define').default(false),
    new Option('--sandbox-per-key', 'give each API key its own data').default(false),
    new Option(
      '--allow-http-host <host>',
      'host beside loopback that webhooks may reach by http; repeatable; the variable takes several, separated by commas',
    ).argParser(anotherHost),
    new Option('--control-token <token>', 'X-Mock-Token that calls of /_mock must have (default: none, calls from this machine only)'),
    new Option('--trust-proxy', 'follow Forwarded and X-Forwarded-* headers of a reverse proxy in links and documents').default(false),
    new Option('--log <format>', 'format of the request log').choices(['pretty', 'json', 'silent']).default('pretty'),
  ]
  for (const option of options) command.addOption(option)
  readEnvironment(command, io.env)
  return command.addHelpText('after', SERVE_EXAMPLES + EXIT_STATUS).action(async (given: ServeOptions) => {
    await (await import('./serve.js')).serve(given, io)
  })
}

function seedCommand(program: Command, io: Io): void {
  const command = program.command('seed').description('write generated data as JSON, for --world').summary('write generated data')
  const options = [
    new Option('--conversations <count>', 'extra conversations to generate').argParser(count).default(50),
    new Option('--seed <number>', 'random seed: the same seed and --now give the same data').argParser(seedNumber).default(1),
    new Option('--now <time>', 'time the data is generated for, stored in the file; ISO 8601 (default: the current time)').argParser(
      moment,
    ),
    new Option('--world <world>', 'world to add to').choices(['guide', 'empty']).default('guide'),
    new Option('--out <file>', 'file to write; - is the standard output').default('-'),
  ]
  for (const option of options) command.addOption(option)
  command.addHelpText('after', SEED_EXAMPLES).action(async (given: SeedOptions) => {
    await (await import('./seed.js')).seed(given, io)
  })
}

function proxyCommand(program: Command, io: Io): void {
  const command = program
    .command('proxy')
    .description('forward requests to an API, and report where they and its responses violate the OpenAPI document, by Prism')
    .summary('find violations in live traffic')
    .argument('<target>', 'base URL of the API: https://api.linktor.io/v1')
  const options = [
    new Option('--port <port>', 'port to listen on; 0 picks a free one').argParser(portNumber).default(4020),
    new Option('--host <host>', 'bind address; 0.0.0.0 means all interfaces').argParser(host).default('127.0.0.1'),
    new Option('--base-path <path>', 'path below which your app calls the API').argParser(basePath).default('/v1'),
    new Option('--log <format>', 'format of the request log').choices(['pretty', 'json', 'silent']).default('pretty'),
  ]
  for (const option of options) command.addOption(option)
  command.addHelpText('after', PROXY_EXAMPLES + EXIT_STATUS).action(async (target: string, given: ProxyCommandOptions) => {
    await (await import('./proxy.js')).proxy(target, given, io)
  })
}
