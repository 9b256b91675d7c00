import type { NamedSnapshot } from '../mock/snapshots.js'
import type { Mock } from '../mock.js'
import { quoted } from '../state/quoted.js'
import type { Handler } from './call.js'
import { missing, refusedFor } from './refusals.js'
import { standing } from './standing.js'

/** `GET /_mock/snapshots` */
export const listSnapshots: Handler<'listSnapshots'> = ({ mock }) => ({ data: mock.snapshots.all() })

/** `GET /_mock/snapshots/:name` */
export const getSnapshot: Handler<'getSnapshot'> = ({ mock, path }) => found(mock, path.name)

/** `POST /_mock/snapshots/:name` */
export const takeSnapshot: Handler<'takeSnapshot'> = ({ mock, path }) => {
  try {
    return mock.snapshots.take(path.name)
  } catch (error) {
    throw refusedFor('name', error) // also where there are too many
  }
}

/** `DELETE /_mock/snapshots/:name` */
export const deleteSnapshot: Handler<'deleteSnapshot'> = ({ mock, path }) => {
  mock.snapshots.delete(found(mock, path.name).name)
  return undefined
}

/** `POST /_mock/snapshots/:name/restore` */
export const restoreSnapshot: Handler<'restoreSnapshot'> = ({ mock, path, control }) => {
  mock.snapshots.restore(found(mock, path.name).name)
  const now = standing(mock)
  control.feeds.tell(mock, 'reset', now)
  return now
}

function found({ snapshots }: Mock, name: string): NamedSnapshot {
  const snapshot = snapshots.all().find((one) => one.name === name)
  if (snapshot === undefined) throw missing(`snapshot ${quoted(name)}`)
  return snapshot
}
