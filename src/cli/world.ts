import { readFile } from 'node:fs/promises'
import { emptyWorld } from '../../fixtures/empty.js'
import { guideWorld } from '../../fixtures/guide.js'
import { withConversations } from '../../fixtures/with-conversations.js'
import type { World } from '../store/records.js'
import { InvalidWorld, parseWorld } from '../store/world.js'
import { CommandError, reasonOf } from './io.js'
import { isInReach } from './options.js'

const DEFAULT_CONVERSATIONS = 50

export interface WorldOptions {
  /** `guide`, `empty`, or a file. */
  readonly world?: string
  /** Extra conversations to generate: by default 50, or 0 with a world. */
  readonly conversations?: number
  readonly seed: number
  /** Time to generate data for: by default the world's `now`, or the current time. */
  readonly now?: string
}

/**
 * Loads the data of a command. They have a `now` when one was given, or when the file has one.
 *
 * @throws CommandError when the file is missing, holds no valid world, or one of another time
 */
export async function loadWorld({ world, conversations, seed, now }: WorldOptions): Promise<World> {
  const base = await named(world ?? 'guide')
  const asOf = now ?? base.now
  if (asOf !== undefined && !isInReach(Date.parse(asOf))) {
    throw new CommandError(`--world ${world}: now must be from 1971 to 9998; got "${asOf}": give another, or --now`)
  }
  const count = conversations ?? (world === undefined ? DEFAULT_CONVERSATIONS : 0)
  return withConversations(base, { conversations: count, seed, now })
}

async function named(world: string): Promise<World> {
  if (world === 'guide') return guideWorld
  if (world === 'empty') return emptyWorld
  const value = parseJson(world, await read(world))
  try {
    return parseWorld(value)
  } catch (error) {
    if (error instanceof InvalidWorld) throw new CommandError(`--world ${world}: ${error.message}`, { cause: error })
    throw error
  }
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new CommandError(
      `--world ${file}: ${whyUnread(error)}; it must be guide, empty, or a JSON file as "linktor-mock seed" writes it`,
      {
        cause: error,
      },
    )
  }
}

function whyUnread(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EISDIR') return 'that is a folder'
  return `it cannot be read (${reasonOf(error)})`
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    throw new CommandError(`--world ${file}: it is not JSON: ${reasonOf(error)}`, { cause: error })
  }
}
