import type { components } from '../../src/generated/world.js'
import type { Target } from '../target.js'
import type { Known } from './requests.js'

export type World = components['schemas']['World']

/** A world with the users, the bot and the channel of a server, and nothing else. */
export async function worldOf({ channelId, user, otherUser, bot }: Known, target: Target): Promise<World> {
  const channels = (await target.items()).map(({ attributes }) => attributes?.channel)
  const channel = channels.find((one) => one?.id === channelId)
  return {
    version: 1,
    organization: { id: 'org_reference', name: 'Reference' },
    users: [
      { id: user, name: 'A user', email: 'user@example.com' },
      { id: otherUser, name: 'Another user', email: 'other@example.com' },
    ],
    bots: [{ id: bot, name: 'A bot' }],
    channels: [{ id: channelId, type: channel?.type ?? 'whatsapp', name: channel?.name ?? 'A channel' }],
    contacts: [],
    conversations: [],
    messages: [],
  }
}
