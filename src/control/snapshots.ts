import type { Mock } from '../mock/create-mock.js'
import type { NamedSnapshot } from '../mock/snapshots.js'
import { quoted } from '../store/quoted.js'
import type { Handler } from './call.js'
import { currentSummary } from './current-summary.js'
import { missing, validationErrorFrom } from './error-responses.js'

/** `GET /_mock/snapshots` */
export const listSnapshots: Handler<'listSnapshots'> = ({ mock }) => ({ data: mock.snapshots.all() })

/** `GET /_mock/snapshots/:name` */
export const getSnapshot: Handler<'getSnapshot'> = ({ mock, path }) => found(mock, path.name)

/** `POST /_mock/snapshots/:name` */
export const takeSnapshot: Handler<'takeSnapshot'> = ({ mock, path }) => {
  try {
    return mock.snapshots.take(path.name)
  } catch (error) {
    throw validationErrorFrom('name', error) // also where there are too many
  }
}

/** `DELETE /_mock/snapshots/:name` */
export const deleteSnapshot: Handler<'deleteSnapshot'> = ({ mock, path }) => {
  mock.snapshots.delete(found(mock, path.name).name)
  return undefined
}

/** `POST /_mock/snapshots/:name/restore` */
export const restoreSnapshot: Handler<'restoreSnapshot'> = ({ mock, path }) => {
  mock.snapshots.restore(found(mock, path.name).name)
  return currentSummary(mock)
}

function found({ snapshots }: Mock, name: string): NamedSnapshot {
  const snapshot = snapshots.all().find((one) => one.name === name)
  if (snapshot === undefined) throw missing(`snapshot ${quoted(name)}`)
  return snapshot
}
