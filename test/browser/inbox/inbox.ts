import type { ConversationStatus } from 'linktor-mock'
import { closeConversation, getConversation, listConversations, Refused, reopenConversation } from './api.js'
import { showConversation, showFailure, showList, showLoading } from './view.js'

const STATUSES: readonly ConversationStatus[] = ['open', 'pending', 'snoozed', 'closed']

/** Filter of the list: one status, or all. */
let status: ConversationStatus | undefined
/** The open conversation, if there is one. */
let opened: string | undefined

/** Fills the page, and handles its events. */
export async function showInbox(): Promise<void> {
  document.querySelector('select')?.addEventListener('change', ({ currentTarget }) => {
    status = STATUSES.find((one) => currentTarget instanceof HTMLSelectElement && one === currentTarget.value)
    show()
  })
  await show()
}

/** Performs a change, if there is one, and redraws. */
async function show(change?: Promise<void>): Promise<void> {
  showFailure('')
  showLoading(true)
  try {
    await change
    showList(await listConversations(status), open)
    if (opened !== undefined) showConversation(await getConversation(opened), { close, reopen })
  } catch (error) {
    showFailure(error instanceof Refused ? error.message : 'The API cannot be reached.')
  } finally {
    showLoading(false)
  }
}

function open(id: string): void {
  opened = id
  show()
}

function close(id: string): void {
  show(closeConversation(id))
}

function reopen(id: string): void {
  show(reopenConversation(id))
}
