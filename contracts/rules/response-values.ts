/** Whether a value is a timestamp as the examples of the guide write them: ISO 8601 with its offset. */
export function isTimestamp(value: unknown): boolean {
  return (
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value))
  )
}

/** Which of the attributes with these names differ, as JSON shows them; the order of keys is no matter. */
export function changes(before: object, after: object, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const [was, is] = [jsonOf(Reflect.get(before, name)), jsonOf(Reflect.get(after, name))]
    return was === is ? [] : [`${name} was ${was}, and is ${is}`]
  })
}

/** The ids of what a list shows, in its order. */
export function idsOf(items: readonly { readonly id: string }[]): string[] {
  return items.map(({ id }) => id)
}

/** Those names whose attributes are shown, with a value. */
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

/** The types of channel that the platform has. */
export const CHANNEL_TYPES = ['whatsapp', 'telegram', 'facebook', 'instagram', 'webchat', 'sms', 'email', 'rcs'] as const

/** The types of content that a message of the platform may have. */
export const CONTENT_TYPES = ['text', 'image', 'document', 'audio', 'video', 'location', 'buttons', 'template'] as const
