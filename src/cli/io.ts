import type { EventEmitter } from 'node:events'

/** The environment of a command, but for files and the network. */
export interface Io {
  readonly stdout: Output
  readonly stderr: Output
  /** Standard error for a line of progress, which moves the cursor; by default `stderr`. */
  readonly progress?: Output
  readonly env: Readonly<Record<string, string | undefined>>
  /** Emits `SIGINT` and `SIGTERM`. */
  readonly signals: EventEmitter
}

export type Output = NodeJS.WritableStream & { readonly isTTY?: boolean | undefined }

/** An expected failure of a command: only its message is printed. */
export class CommandError extends Error {
  readonly status: number

  /** @param status - the exit status */
  constructor(message: string, { status = 1, ...options }: ErrorOptions & { readonly status?: number } = {}) {
    super(message, options)
    this.status = status
  }
}

/** Reason of an error, for part of a message. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\s+/g, ' ') : String(error)
}
