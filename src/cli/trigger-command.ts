import { type Command, Option } from 'commander'
import { readEnvironment } from './environment.js'
import type { Io } from './io.js'
import { fakeOptions } from './running-fake.js'
import type { TriggerOptions } from './trigger.js'
import { TRIGGERS } from './triggers.js'

const EXAMPLES = `
The events: ${[...TRIGGERS.keys()].join(', ')}.

Examples:
  linktor-mock trigger conversation.closed                     closes a conversation that it creates for that
  linktor-mock trigger conversation.closed --id conv_abc123    closes this one
  linktor-mock trigger message.received --id conv_abc123       its contact writes
  linktor-mock trigger test.ping                               every webhook gets one
`

export function triggerCommand(program: Command, io: Io): void {
  const command = program
    .command('trigger')
    .argument('<event>', 'the name of an event, such as conversation.closed')
    .description('make the change that causes an event, on a fake that runs')
    .summary('cause an event on a running fake')
  const options = [
    new Option('--id <id>', 'the conversation, or the webhook for test.ping (default: a conversation that is created, every webhook)'),
    new Option('--channel-id <id>', 'where to create a conversation (default: the channel of another one)'),
    new Option('--assignee-id <id>', 'the user or bot to assign or transfer to (default: one that others are assigned to)'),
    ...fakeOptions(),
    new Option('--control-token <token>', 'the token that the fake was started with, if it was'),
  ]
  for (const option of options) command.addOption(option)
  readEnvironment(command, io.env)
  command.addHelpText('after', EXAMPLES).action(async (event: string, given: TriggerOptions) => {
    await (await import('./trigger.js')).trigger(event, given, io)
  })
}
