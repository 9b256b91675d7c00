/** Whether a value is a timestamp as in the examples of the guide: ISO 8601 with an offset. */
export function isTimestamp(value: unknown): boolean {
  return (
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value))
  )
}

/** Differences in the attributes with these names, compared as JSON regardless of key order. */
export function changes(before: object, after: object, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const [was, is] = [jsonOf(Reflect.get(before, name)), jsonOf(Reflect.get(after, name))]
    return was === is ? [] : [`${name} was ${was}, and is ${is}`]
  })
}

/** The ids of the items, in their order. */
export function idsOf(items: readonly { readonly id: string }[]): string[] {
  return items.map(({ id }) => id)
}

/** The names of attributes that have a value. */
export function shown(attributes: object, names: readonly string[]): string[] {
  return names.filter((name) => (Reflect.get(attributes, name) ?? null) !== null)
}

function jsonOf(value: unknown): string | undefined {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

/** The statuses of the guide. */
export const STATUSES = ['open', 'pending', 'snoozed', 'closed'] as const

/** The channel types of the platform. */
export const CHANNEL_TYPES = ['whatsapp', 'telegram', 'facebook', 'instagram', 'webchat', 'sms', 'email', 'rcs'] as const

/** The content types of messages of the platform. */
export const CONTENT_TYPES = ['text', 'image', 'document', 'audio', 'video', 'location', 'buttons', 'template'] as const
