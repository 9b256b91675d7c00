import type { EventEmitter } from 'node:events'

/** All that a command has to do with the world outside, but for files and the network. */
export interface Io {
  readonly stdout: Output
  readonly stderr: Output
  readonly env: Readonly<Record<string, string | undefined>>
  /** Emits `SIGINT` and `SIGTERM`. */
  readonly signals: EventEmitter
}

export type Output = NodeJS.WritableStream & { readonly isTTY?: boolean | undefined }

/** A command cannot do what it was asked for, for a reason that is no defect: the message is all that is shown. */
export class CommandError extends Error {
  readonly status: number

  /** @param status - the exit status */
  constructor(message: string, { status = 1, ...options }: ErrorOptions & { readonly status?: number } = {}) {
    super(message, options)
    this.status = status
  }
}

/** Why something failed, for part of a message. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\s+/g, ' ') : String(error)
}
