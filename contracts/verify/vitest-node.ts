import { Writable } from 'node:stream'
import type { CliOptions, Vitest } from 'vitest/node'
import { CannotRun } from './cannot-run.js'

/**
 * The vitest of whoever runs this, silent, and without a say in how the process ends: it would exit at once when it is interrupted, with what
 * was created left open.
 *
 * @throws CannotRun when it is not installed
 */
export async function createQuietVitest(config: CliOptions): Promise<Vitest> {
  const { createVitest } = await vitestNode()
  const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() })
  const offAgain = [
    added(
      () => process.listeners('SIGINT'),
      (listener) => process.off('SIGINT', listener),
    ),
    added(
      () => process.listeners('SIGTERM'),
      (listener) => process.off('SIGTERM', listener),
    ),
    added(
      () => process.listeners('unhandledRejection'),
      (listener) => process.off('unhandledRejection', listener),
    ),
  ]
  const vitest = await createVitest('test', config, {}, { stdout: nowhere(), stderr: nowhere() })
  for (const off of offAgain) off()
  return vitest
}

/** Takes away the listeners that have been added since. */
function added<Listener>(all: () => readonly Listener[], off: (listener: Listener) => void): () => void {
  const before = all()
  return () => {
    for (const listener of all()) if (!before.includes(listener)) off(listener)
  }
}

async function vitestNode(): Promise<typeof import('vitest/node')> {
  try {
    return await import('vitest/node')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error
    const remedy = 'npm install --save-dev vitest, or npx -p linktor-mock -p vitest linktor-mock verify …'
    throw new CannotRun(`verify runs on vitest, which is not installed: ${remedy}`, { cause: error })
  }
}
