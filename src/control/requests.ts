import type { RecordedRequest } from '../request-log/recorded-request.js'
import type { Call, Handler } from './call.js'

/** `GET /_mock/requests` */
export const listRequests: Handler<'listRequests'> = async ({ mock, query, control }) => {
  const { toRequestView } = await import('./to-request-view.js') // which has much to load
  const found = mock.requests.all((request) => matches(request, query))
  return { data: found.slice(-(query.limit ?? found.length)).map((request) => toRequestView(request, control.secrets)) }
}

/** `DELETE /_mock/requests` */
export const clearRequests: Handler<'clearRequests'> = ({ mock }) => {
  mock.requests.clear()
  return undefined
}

/** `GET /_mock/requests/unexpected` */
export const listUnexpectedRequests: Handler<'listUnexpectedRequests'> = ({ mock }) => ({ data: mock.requests.unexpected() })

function matches(request: RecordedRequest, { since = 0, operation, method, path, status, fault }: Call<'listRequests'>['query']): boolean {
  return (
    request.id > since &&
    (operation === undefined || request.operation === operation) &&
    (method === undefined || request.method === method.toUpperCase()) &&
    (path === undefined || request.path === path) &&
    (status === undefined || request.status === status) &&
    (fault === undefined || request.fault === fault)
  )
}
