import type { FaultSettings, ListedFault } from '../faults/fault.js'
import { quoted } from '../store/quoted.js'
import type { Handler } from './call.js'
import { missing, withValidationErrors } from './error-responses.js'

/** `GET /_mock/faults` */
export const listFaults: Handler<'listFaults'> = ({ mock }) => ({ data: mock.faults.all() })

/** `POST /_mock/faults` */
export const setFault: Handler<'setFault'> = ({ mock, body }): ListedFault =>
  withValidationErrors('operation', () => mock.faults.set(body as FaultSettings)) // the mock looks into all of it before it takes it

/** `DELETE /_mock/faults` */
export const clearFaults: Handler<'clearFaults'> = ({ mock }) => {
  for (const { id } of mock.faults.all()) mock.faults.remove(id) // also a rate limit, which `clear` leaves
  return undefined
}

/** `DELETE /_mock/faults/:id` */
export const removeFault: Handler<'removeFault'> = ({ mock, path }) => {
  if (!mock.faults.remove(path.id)) throw missing(`fault ${quoted(path.id)}`)
  return undefined
}
