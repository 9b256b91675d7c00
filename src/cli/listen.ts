import { EVENT_NAMES } from '../events/event.js'
import type { components } from '../generated/openapi.js'
import { startForwarder } from './forwarder.js'
import { type Io, reasonOf } from './io.js'
import { httpUrl, type MockOptions, ResponseError, type RunningMock, runningMock } from './running-mock.js'
import { stopped } from './stopped.js'
import { watch } from './watch.js'

export interface ListenOptions extends MockOptions {
  readonly forwardTo: string
  readonly events?: readonly string[]
}

type Webhook = components['schemas']['WebhookWithSecret']

/** Interval of the attempts to reach a mock again, in milliseconds. */
const BACK_MILLISECONDS = 1000

/**
 * Forwards the events of a running mock to a receiver, and prints each with the response, until a signal.
 *
 * @throws CommandError when it cannot start
 */
export async function listen({ forwardTo, events = EVENT_NAMES, ...options }: ListenOptions, io: Io): Promise<void> {
  const receiver = httpUrl(forwardTo, '--forward-to')
  const mock = runningMock(options)
  const say = (line: string): void => void io.stdout.write(`${line}\n`)
  const forwarder = await startForwarder(receiver, ({ event, deliveryId, outcome, milliseconds }) => {
    say(`${new Date().toTimeString().slice(0, 8)} ${event} ${deliveryId} → ${outcome} ${milliseconds} ms`)
  })
  const register = (): Promise<Webhook> => registered(mock, { url: forwarder.url, events })
  let webhook = await register().catch(async (error) => {
    await forwarder.close({ force: true })
    throw error
  })
  let stopWatching = watch(mock, `/webhooks/${webhook.id}`, gone)
  let ending = false
  const stop = stopped({ close }, io.signals)
  say(`Ready! Forwarding from ${mock.baseUrl} to ${receiver.href}, secret ${webhook.attributes.secret}`)
  await stop

  /** Registers a new webhook when the mock was restarted or reset, as soon as that is possible. */
  function gone(ended: boolean): void {
    say(ended ? `The mock at ${mock.baseUrl} is gone; waiting until it is back` : 'The webhook is gone from the mock, as after a reset')
    void back()
  }

  async function back(): Promise<void> {
    const secret = webhook.attributes.secret
    for (;;) {
      if (ending) return
      try {
        webhook = await register()
        break
      } catch (error) {
        if (error instanceof ResponseError) say(`The mock rejects the webhook: ${error.message}`)
        await new Promise((resolve) => setTimeout(resolve, BACK_MILLISECONDS).unref())
      }
    }
    if (ending) return removed()
    stopWatching = watch(mock, `/webhooks/${webhook.id}`, gone)
    const again = secret === webhook.attributes.secret ? 'the same secret' : `secret ${webhook.attributes.secret}`
    say(`Ready again, ${again}`)
  }

  async function close({ force }: { readonly force: boolean }): Promise<void> {
    if (!ending) {
      ending = true
      stopWatching()
      await removed()
    }
    await forwarder.close({ force })
  }

  /** The mock may have ended before: no failure. */
  async function removed(): Promise<void> {
    await mock.call('DELETE', `/webhooks/${webhook.id}`).catch((error) => {
      io.stderr.write(`warning: the webhook ${webhook.id} was not deleted: ${reasonOf(error)}\n`)
    })
  }
}

async function registered(mock: RunningMock, fields: { readonly url: string; readonly events: readonly string[] }): Promise<Webhook> {
  const response = await mock.call('POST', '/webhooks', { ...fields, description: 'linktor-mock listen' })
  return (response as components['schemas']['CreateWebhookResponse']).data
}
