/** A record without its internal fields. */
export function toPublicRecord<R extends object>(record: R): Omit<R, 'order' | 'revision'> {
  const { order, revision, ...rest } = { order: undefined, revision: undefined, ...record }
  return rest
}
