import { ApiError } from '../api-error.js'
import type { Mock } from '../mock/create-mock.js'
import type { MessageContent } from '../store/records.js'
import type { Handler } from './call.js'
import { withValidationErrors } from './error-responses.js'
import { toPublicRecord } from './to-public-record.js'

/** `POST /_mock/conversations/:id/messages` */
export const addMessage: Handler<'addMessage'> = ({ mock, path, body }) => {
  requireConversation(mock, path.id)
  const { content, ...rest } = body
  // The mock validates the content.
  return withValidationErrors('body', () => mock.messages.add(path.id, { ...rest, content: content as MessageContent | undefined }))
}

/** `POST /_mock/conversations/:id/read` */
export const readMessages: Handler<'readMessages'> = ({ mock, path }) => {
  requireConversation(mock, path.id)
  return toPublicRecord(mock.messages.read(path.id))
}

function requireConversation({ db }: Mock, id: string): void {
  if (db.conversations.count({ id }) > 0) return
  const message = `There is no conversation ${JSON.stringify(id)}`
  throw new ApiError('CONVERSATION_NOT_FOUND', message, [{ field: 'id', message }])
}
