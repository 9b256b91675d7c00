import { Collection } from '@msw/data'
import type { components } from '../../src/generated/world.js'

type Records = components['schemas']

/** A record that a model may change: the world's own type, with removable optional properties. */
type Changeable<T> = { -readonly [K in keyof T]: object extends Pick<T, K> ? T[K] | undefined : T[K] }

export type UserRecord = Records['UserRecord']
export type BotRecord = Records['BotRecord']
export type ChannelRecord = Records['ChannelRecord']
export type ContactRecord = Changeable<Records['ContactRecord']>
export type MessageRecord = Records['MessageRecord']
export type Metadata = { [key: string]: unknown }

export interface ConversationRecord extends Changeable<Omit<Records['ConversationRecord'], 'agentIds' | 'metadata' | 'tags'>> {
  agentIds: string[]
  metadata: Metadata
  tags: string[]
  /** The number of its last write: of two conversations, the one with the greater number was written later. */
  written: number
}

/** A pass-through schema for `@msw/data`: see https://standardschema.dev. */
interface Schema<T> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => { readonly value: T } | { readonly issues: readonly { readonly message: string }[] }
    readonly types?: { readonly input: T; readonly output: T }
  }
}

/** A collection of records without validation: worlds and operations have validated them. */
export function collectionOf<T extends Identified>(): Collection<Schema<T>> {
  const validate = (value: unknown) => (hasId<T>(value) ? { value } : { issues: [{ message: 'a record has an id' }] })
  return new Collection<Schema<T>>({ schema: { '~standard': { version: 1, vendor: 'linktor-mock', validate } } })
}

interface Identified {
  readonly id: string
}

function hasId<T extends Identified>(value: unknown): value is T {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
}
