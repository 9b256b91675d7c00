import { describe, expect, it } from 'vitest'
import { guideWorld } from '../../fixtures/index.js'
import { createMock, InvalidWorld, type World } from '../../src/index.js'
import { ask, NOW } from './kit.js'

const URL = 'http://localhost/hooks'
const ALL = [
  'conversation.created',
  'conversation.updated',
  'conversation.assigned',
  'conversation.transferred',
  'conversation.closed',
  'conversation.reopened',
  'message.received',
  'message.sent',
]

/** A world with a webhook, and the requests that its receiver gets. */
function worldWithWebhook(delivery: object = {}, webhook: object = {}): World {
  const mock = createMock({ now: NOW })
  const { id } = mock.webhooks.create({ url: URL, status: 'inactive' })
  const { webhooks = [] } = mock.world()
  const payload = {
    id: 'evt_1',
    event: 'conversation.closed',
    timestamp: NOW,
    data: {},
    meta: { organizationId: 'org_123', webhookId: id },
  }
  const record = { id: 'del_1', webhookId: id, payload, status: 'pending', attempts: 1, createdAt: NOW, dueAt: NOW, ...delivery }
  return JSON.parse(JSON.stringify({ ...guideWorld, webhooks: webhooks.map((one) => ({ ...one, ...webhook })), deliveries: [record] }))
}

describe('mock.webhooks.create', () => {
  it('creates a webhook like the API, for all events by default', () => {
    const mock = createMock()
    const webhook = mock.webhooks.create({ url: URL })
    expect(webhook).toMatchObject({ url: URL, events: ALL, status: 'active', secret: expect.stringMatching(/^whsec_/) })
    expect(ask(mock, 'GET', `/webhooks/${webhook.id}`)).toMatchObject({ data: { id: webhook.id, attributes: { url: URL, events: ALL } } })
    expect(mock.webhooks.all()).toEqual([webhook])
  })

  it('accepts a secret and a status, unlike the API', () => {
    const mock = createMock({ webhooks: [{ url: URL, secret: 'mine', status: 'inactive', events: ['test.ping'], description: 'Mine' }] })
    expect(mock.webhooks.all()).toMatchObject([{ secret: 'mine', status: 'inactive', events: ['test.ping'], description: 'Mine' }])
    mock.reset()
    expect(mock.webhooks.all()).toMatchObject([{ secret: 'mine' }])
  })

  it.each([
    [{}, 'webhooks: url is required'],
    [{ url: 'http://example.com' }, 'webhooks: url must be an https URL without a password'],
    [{ url: URL, events: ['order.new'] }, 'webhooks: Unknown event: events[0] must be'],
    [
      { url: URL, event: 'test.ping' },
      'webhooks: there is no field event; there are url, events, description, headers, config, status, secret',
    ],
    [{ url: URL, secret: '' }, 'webhooks: secret must be text that is not empty; got ""'],
    [{ url: URL, status: 'paused' }, 'webhooks: status must be active or inactive; got "paused"'],
    [{ url: URL, config: { timeout: 60 } }, 'webhooks: config.timeout must be'],
    [{ url: URL, headers: { Host: 'x' } }, 'webhooks: '],
    [URL, 'webhooks: a webhook is an object with a url; got http://localhost/hooks'],
  ])('rejects %j, like createMock', (webhook, message) => {
    const mock = createMock()
    expect(() => mock.webhooks.create(webhook as never)).toThrow(message)
    expect(() => createMock({ webhooks: [webhook as never] })).toThrow(expect.objectContaining({ name: 'TypeError' }))
    expect(mock.webhooks.all()).toEqual([])
  })

  it('sends by http to the allowed hosts', () => {
    const mock = createMock({ allowHttpHosts: ['host.docker.internal'] })
    expect(mock.webhooks.create({ url: 'http://host.docker.internal:3000/' })).toHaveProperty('status', 'active')
  })

  it.each([
    [{ webhooks: {} }, 'createMock: webhooks must be a list of webhooks'],
    [{ allowHttpHosts: 'localhost' }, 'createMock: allowHttpHosts must be a list of host names'],
    [{ allowHttpHosts: ['a b'] }, 'createMock: allowHttpHosts must be a list of host names'],
    [{ sandboxPerKey: 'yes' }, 'createMock: sandboxPerKey must be true or false; got "yes"'],
  ])('createMock rejects %j', (options, message) => {
    expect(() => createMock(options as never)).toThrow(message)
  })
})

describe('the webhooks of a world', () => {
  it('are restored, with their deliveries', () => {
    const world = worldWithWebhook()
    const mock = createMock({ world })
    expect(mock.world()).toMatchObject({ webhooks: world.webhooks, deliveries: world.deliveries })
  })

  it.each([
    [{ webhookId: 'wh_nope' }, {}, 'deliveries[0].webhookId'],
    [{ status: 'failed' }, {}, 'deliveries[0].dueAt'],
    [{ dueAt: 'soon' }, {}, 'deliveries[0].dueAt'],
    [{ attempts: -1 }, {}, 'deliveries[0].attempts'],
    [{}, { secret: '' }, 'webhooks[0].secret'],
    [{}, { config: { retryPolicy: 'none', maxRetries: 1, timeout: 99 } }, 'webhooks[0].config.timeout'],
    [{}, { own: 1 }, 'webhooks[0] has the unknown field "own"'],
  ])('are rejected with %j and %j', (delivery, webhook, field) => {
    const world = worldWithWebhook(delivery, webhook)
    const refused = (): unknown => createMock({ world })
    expect(refused).toThrow(InvalidWorld)
    expect(refused).toThrow(field)
  })

  it('have unique ids', () => {
    const world = worldWithWebhook()
    const [delivery] = world.deliveries ?? []
    expect(() => createMock({ world: { ...world, deliveries: [delivery, delivery] } as World })).toThrow('deliveries[1].id')
  })
})
