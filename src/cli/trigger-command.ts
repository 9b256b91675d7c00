import { type Command, Option } from 'commander'
import { readEnvironment } from './environment.js'
import type { Io } from './io.js'
import { mockOptions } from './running-mock.js'
import type { TriggerOptions } from './trigger.js'
import { TRIGGERS } from './triggers.js'

const EXAMPLES = `
The events: ${[...TRIGGERS.keys()].join(', ')}.

Examples:
  linktor-mock trigger conversation.closed                     closes a conversation created for it
  linktor-mock trigger conversation.closed --id conv_abc123    closes this conversation
  linktor-mock trigger message.received --id conv_abc123       its contact writes
  linktor-mock trigger test.ping                               sent to every webhook
`

export function triggerCommand(program: Command, io: Io): void {
  const command = program
    .command('trigger')
    .argument('<event>', 'name of an event, such as conversation.closed')
    .description('make the change that causes an event, on a running mock')
    .summary('cause an event on a running mock')
  const options = [
    new Option('--id <id>', 'conversation, or webhook for test.ping (default: a new conversation, every webhook)'),
    new Option('--channel-id <id>', 'channel of a new conversation (default: the channel of another conversation)'),
    new Option('--assignee-id <id>', 'user or bot to assign or transfer to (default: an assignee of another conversation)'),
    ...mockOptions(),
  ]
  for (const option of options) command.addOption(option)
  readEnvironment(command, io.env)
  command.addHelpText('after', EXAMPLES).action(async (event: string, given: TriggerOptions) => {
    await (await import('./trigger.js')).trigger(event, given, io)
  })
}
