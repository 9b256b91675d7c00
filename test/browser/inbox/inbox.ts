import type { ConversationStatus } from 'linktor-mock'
import { closeConversation, getConversation, listConversations, Refused, reopenConversation } from './api.js'
import { showConversation, showFailure, showList, showLoading } from './view.js'

const STATUSES: readonly ConversationStatus[] = ['open', 'pending', 'snoozed', 'closed']

/** Which conversations are listed: those of one status, or all. */
let status: ConversationStatus | undefined
/** The conversation that is open, if one is. */
let opened: string | undefined

/** Fills the page, and answers whoever uses it. */
export async function showInbox(): Promise<void> {
  document.querySelector('select')?.addEventListener('change', ({ currentTarget }) => {
    status = STATUSES.find((one) => currentTarget instanceof HTMLSelectElement && one === currentTarget.value)
    show()
  })
  await show()
}

/** Shows how all stands, after a change if there is one to make. */
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
