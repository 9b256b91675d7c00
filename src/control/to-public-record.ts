/** A record without what the state keeps in it for itself. */
export function toPublicRecord<R extends object>(record: R): Omit<R, 'order' | 'revision'> {
  const { order, revision, ...rest } = { order: undefined, revision: undefined, ...record }
  return rest
}
