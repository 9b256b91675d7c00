import { invalid } from '../api-error.js'
import type { components } from '../generated/control.js'
import type { Mock } from '../mock/create-mock.js'
import type { Handler } from './call.js'
import { withValidationErrors } from './error-responses.js'

/** Maximum wait of a clock move for receivers, in milliseconds. */
const LONGEST_WAIT = 5000

/** `GET /_mock/clock` */
export const getClock: Handler<'getClock'> = ({ mock }) => reading(mock)

/** `PATCH /_mock/clock`: waits for deliveries that fell due, so that a script sees them in its next call. */
export const moveClock: Handler<'moveClock'> = async ({ mock, body, control }) => {
  const { now, advance, frozen } = body
  if (now !== undefined && advance !== undefined) {
    throw invalid([{ field: 'advance', message: 'advance goes without now: the clock is either set or moved on' }])
  }
  const { clock } = mock
  if (advance !== undefined) withValidationErrors('advance', () => clock.advance(advance))
  if (now !== undefined) withValidationErrors('now', () => clock.set(now))
  if (frozen === false) clock.resume()
  if (frozen === true) clock.freeze()
  if (frozen === true && now !== undefined) clock.set(now) // it has run on by a moment
  control.feeds.publish(mock, 'clock', reading(mock))
  const settled = await endsWithin(LONGEST_WAIT, mock.webhooks.settled())
  return { ...reading(mock), ...(!settled && { settled }) }
}

function reading({ clock }: Mock): components['schemas']['Clock'] {
  return { now: clock.now().toISOString(), frozen: clock.frozen }
}

async function endsWithin(milliseconds: number, work: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds)
  })
  const ended = await Promise.race([work.then(() => true), timeout])
  clearTimeout(timer)
  return ended
}
