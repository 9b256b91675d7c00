import type { ConversationStatus } from 'linktor-mock'
import { ApiError, closeConversation, getConversation, listConversations, reopenConversation } from './api.js'
import { showConversation, showFailure, showList, showLoading } from './view.js'

const STATUSES: readonly ConversationStatus[] = ['open', 'pending', 'snoozed', 'closed']

/** The filter of the list: one status, or all. */
let status: ConversationStatus | undefined
/** The open conversation, if any. */
let opened: string | undefined

/** Renders the page and handles user input. */
export async function showInbox(): Promise<void> {
  document.querySelector('select')?.addEventListener('change', ({ currentTarget }) => {
    status = STATUSES.find((one) => currentTarget instanceof HTMLSelectElement && one === currentTarget.value)
    show()
  })
  await show()
}

/** Renders the current state, after an optional change. */
async function show(change?: Promise<void>): Promise<void> {
  showFailure('')
  showLoading(true)
  try {
    await change
    showList(await listConversations(status), open)
    if (opened !== undefined) showConversation(await getConversation(opened), { close, reopen })
  } catch (error) {
    showFailure(error instanceof ApiError ? error.message : 'The API cannot be reached.')
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
