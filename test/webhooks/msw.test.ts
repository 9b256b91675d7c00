import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createMock, InvalidWebhook, verifyWebhook, type WebhookEvent } from '../../src/index.js'
import { handlers } from '../../src/msw.js'

const SECRET = 'whsec_test'
const received: WebhookEvent[] = []
const mock = createMock({ webhooks: [{ url: 'https://app.example.com/hooks', secret: SECRET, events: ['conversation.closed'] }] })
const server = setupServer(
  ...handlers(mock),
  http.post('https://app.example.com/hooks', async ({ request }) => {
    try {
      received.push(await verifyWebhook(request, SECRET))
      return new HttpResponse(null, { status: 204 })
    } catch (error) {
      return new HttpResponse(null, { status: error instanceof InvalidWebhook ? 400 : 500 })
    }
  }),
)

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterAll(() => server.close())

it('deliveries reach the handlers of the app under test in this process, without a network', async () => {
  const close = 'https://api.linktor.io/v1/conversations/conv_abc123/close'
  expect((await fetch(close, { method: 'POST', headers: { authorization: 'Bearer any' } })).status).toBe(200)
  await mock.webhooks.settled()
  expect(received).toMatchObject([{ event: 'conversation.closed', data: { id: 'conv_abc123' } }])
  expect(mock.webhooks.deliveries).toMatchObject([{ status: 'succeeded', statusCode: 204 }])
})

it('a webhook test responds once the handler has responded', async () => {
  const [{ id } = { id: '' }] = mock.webhooks.all()
  const tested = await fetch(`https://api.linktor.io/v1/webhooks/${id}/test`, { method: 'POST', headers: { authorization: 'Bearer any' } })
  expect(await tested.json()).toMatchObject({ data: { status: 'succeeded', statusCode: 204 } })
  expect(received.at(-1)).toMatchObject({ event: 'test.ping' })
})
