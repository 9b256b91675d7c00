import type { Output } from './io.js'

/** Progress of a run. */
export interface Progress {
  readonly done: number
  readonly of: number
  readonly broken: number
}

const EACH_SECOND = 1000
const CLEAR_LINE = '\r\u001b[K'

/** Writes one line over and over, on a terminal only. */
export function startProgress(output: Output): { readonly update: (progress: Progress) => void; readonly stop: () => void } {
  if (output.isTTY !== true) return { update() {}, stop() {} }
  const start = performance.now()
  let line = 'asking the server'
  const show = (): void => void output.write(`${CLEAR_LINE}${line}, ${Math.round((performance.now() - start) / 1000)} s`)
  const timer = setInterval(show, EACH_SECOND)
  show()
  return {
    update({ done, of, broken }) {
      line = `${done} of ${of} rules${broken > 0 ? `, ${broken} broken` : ''}`
      show()
    },
    stop() {
      clearInterval(timer)
      output.write(CLEAR_LINE)
    },
  }
}
