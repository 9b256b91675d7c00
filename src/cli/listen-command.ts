import { type Command, Option } from 'commander'
import { readEnvironment } from './environment.js'
import type { Io } from './io.js'
import type { ListenOptions } from './listen.js'
import { eventNames } from './options.js'
import { mockOptions } from './running-mock.js'

const EXAMPLES = `
Examples:
  linktor-mock listen --forward-to localhost:3000/hooks
  linktor-mock listen --forward-to http://localhost:3000/hooks --events conversation.closed,message.received

Until SIGINT or SIGTERM, one extra webhook is registered on the mock; its secret is printed. The responses of the receiver go back to the
mock, so that failed deliveries are retried, and the list of deliveries is right.
`

export function listenCommand(program: Command, io: Io): void {
  const command = program
    .command('listen')
    .description('forward the events of a running mock to an app, and print each with the response')
    .summary('forward the events of a running mock')
  const options = [
    new Option('--forward-to <url>', 'URL of the receiver: http://localhost:3000/hooks').makeOptionMandatory(),
    new Option('--events <names>', 'events to forward: conversation.closed,message.received (default: all)').argParser(eventNames),
    ...mockOptions(),
  ]
  for (const option of options) command.addOption(option)
  readEnvironment(command, io.env)
  command.addHelpText('after', EXAMPLES).action(async (given: ListenOptions) => {
    await (await import('./listen.js')).listen(given, io)
  })
}
