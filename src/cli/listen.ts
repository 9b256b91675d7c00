import { connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { EVENT_NAMES } from '../events/event.js'
import type { components } from '../generated/openapi.js'
import { follow } from './follow.js'
import { startForwarder } from './forwarder.js'
import { CommandError, type Io, reasonOf } from './io.js'
import { httpUrl, type MockOptions, ResponseError, type RunningMock, runningMock } from './running-mock.js'
import { stopped } from './stopped.js'

export interface ListenOptions extends MockOptions {
  readonly forwardTo: string
  readonly events?: readonly string[]
}

type Schemas = components['schemas']

const DESCRIPTION = 'linktor-mock listen'
const NOT_FOUND = 404
/** Interval of the attempts to reach a mock again, and of checks without an event stream, in milliseconds. */
const RETRY_MILLISECONDS = 500

/**
 * Forwards the events of a running mock to a receiver, and prints each with the response, until a signal. Its webhook is registered again
 * when a reset, a restart or another client has removed it.
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
  const ending = new AbortController()
  let webhook = await start().catch(async (error) => {
    await forwarder.close({ force: true })
    throw error
  })
  const stop = stopped({ close }, io.signals)
  say(`Ready! Forwarding from ${mock.baseUrl} to ${receiver.href}, secret ${webhook.attributes.secret}`)
  const following = keepRegistered()
  await stop
  await following

  async function start(): Promise<Schemas['WebhookWithSecret']> {
    await deleteAbandoned(mock)
    return register()
  }

  async function register(): Promise<Schemas['WebhookWithSecret']> {
    const response = await mock.call('POST', '/webhooks', { url: forwarder.url, events, description: DESCRIPTION })
    return (response as Schemas['CreateWebhookResponse']).data
  }

  /** Checks the webhook whenever something may have removed it. */
  async function keepRegistered(): Promise<void> {
    let isGone = false
    let canFollow = true
    while (!ending.signal.aborted) {
      try {
        const entries = canFollow ? await follow(mock, ending.signal) : []
        await ensureRegistered(isGone)
        isGone = false
        for await (const { kind, operation } of entries) {
          if (kind === 'reset' || operation === 'deleteWebhook') await ensureRegistered(false)
        }
      } catch (error) {
        if (ending.signal.aborted) return
        if (error instanceof ResponseError && canFollow) {
          canFollow = false
          say(`The control plane cannot be followed (${error.message}); checking the webhook twice a second`)
          continue
        }
        if (!isGone) say(`The mock at ${mock.baseUrl} is gone; waiting until it is back`)
        isGone = true
        canFollow = true
      }
      await setTimeout(RETRY_MILLISECONDS, undefined, { signal: ending.signal }).catch(() => {}) // aborted
    }
  }

  /** @param wasGone - the mock was gone, so that its return is worth a line */
  async function ensureRegistered(wasGone: boolean): Promise<void> {
    const secret = webhook.attributes.secret
    try {
      await mock.call('GET', `/webhooks/${webhook.id}`)
      if (wasGone) say('Ready again, the same secret')
    } catch (error) {
      if (!(error instanceof ResponseError && error.httpStatus === NOT_FOUND)) throw error
      if (!wasGone) say('The webhook is gone from the mock, as after a reset')
      webhook = await register()
      if (ending.signal.aborted) return removed() // the signal came meanwhile
      const again = secret === webhook.attributes.secret ? 'the same secret' : `secret ${webhook.attributes.secret}`
      say(`Registered again, ${again}`)
    }
  }

  async function close({ force }: { readonly force: boolean }): Promise<void> {
    if (!ending.signal.aborted) {
      ending.abort()
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

/** Deletes webhooks of earlier runs that ended without deleting them: nothing listens on their ports any more. */
async function deleteAbandoned(mock: RunningMock): Promise<void> {
  const { data } = (await mock.call('GET', '/webhooks?perPage=100')) as { readonly data: readonly Schemas['Webhook'][] }
  for (const { id, attributes } of data) {
    if (attributes.description !== DESCRIPTION || (await isListening(new URL(attributes.url)))) continue
    await mock.call('DELETE', `/webhooks/${id}`).catch((error) => {
      if (!(error instanceof CommandError)) throw error // somebody else has deleted it
    })
  }
}

function isListening({ hostname, port }: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname)
    const end = (isOpen: boolean): void => {
      resolve(isOpen)
      socket.destroy()
    }
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
    socket.setTimeout(1000, () => end(false))
  })
}
