import { type Command, Option } from 'commander'
import { readEnvironment } from './environment.js'
import type { Io } from './io.js'
import type { ListenOptions } from './listen.js'
import { eventNames } from './options.js'
import { fakeOptions } from './running-fake.js'

const EXAMPLES = `
Examples:
  linktor-mock listen --forward-to http://localhost:3000/hooks
  linktor-mock listen --forward-to http://localhost:3000/hooks --events conversation.closed,message.received

Until it is stopped by SIGINT or SIGTERM there is a webhook more on the fake, whose secret it prints. What the receiver answers goes back
to the fake, so that failures are sent again and the list of deliveries tells the truth.
`

export function listenCommand(program: Command, io: Io): void {
  const command = program
    .command('listen')
    .description('have the events of a fake that runs sent to an app, and print each with what was answered')
    .summary('forward the events of a running fake')
  const options = [
    new Option('--forward-to <url>', 'the receiver of the app: http://localhost:3000/hooks').makeOptionMandatory(),
    new Option('--events <names>', 'which ones: conversation.closed,message.received (default: all)').argParser(eventNames),
    ...fakeOptions(),
  ]
  for (const option of options) command.addOption(option)
  readEnvironment(command, io.env)
  command.addHelpText('after', EXAMPLES).action(async (given: ListenOptions) => {
    await (await import('./listen.js')).listen(given, io)
  })
}
