import type { ControlOperationId } from '../generated/control-routes.js'
import type { Handler } from './call.js'
import { getClock, moveClock } from './clock.js'
import { getControlJson, getControlYaml, listCalls } from './contract.js'
import { streamEvents } from './events.js'
import { clearFaults, listFaults, removeFault, setFault } from './faults.js'
import { addMessage, readMessages } from './messages.js'
import { clearRequests, listRequests, listUnexpectedRequests } from './requests.js'
import { reset } from './reset.js'
import { clearSandboxes, deleteSandbox, listSandboxes } from './sandboxes.js'
import { deleteSnapshot, getSnapshot, listSnapshots, restoreSnapshot, takeSnapshot } from './snapshots.js'
import { getState, putState } from './state.js'
import { listAllDeliveries, listControlledWebhooks } from './webhooks.js'

/** Every call of the contract, by operation. */
export const calls: { readonly [Id in ControlOperationId]: Handler<Id> } = {
  listCalls,
  getControlYaml,
  getControlJson,
  getState,
  putState,
  reset,
  listSnapshots,
  getSnapshot,
  takeSnapshot,
  deleteSnapshot,
  restoreSnapshot,
  getClock,
  moveClock,
  listFaults,
  setFault,
  clearFaults,
  removeFault,
  listRequests,
  clearRequests,
  listUnexpectedRequests,
  addMessage,
  readMessages,
  listControlledWebhooks,
  listAllDeliveries,
  streamEvents,
  listSandboxes,
  clearSandboxes,
  deleteSandbox,
}
