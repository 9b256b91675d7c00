import type { ConversationStatus, CreateConversationRequest } from 'linktor-mock'

/** The part of the platform that this app's inbox needs, independent of the HTTP client. */
export interface Platform {
  /** Open conversations, latest first. */
  waiting(): Promise<readonly Row[]>
  status(id: string): Promise<ConversationStatus>
  /** Returns the id. @param key - two requests with the same key are one */
  create(request: CreateConversationRequest, key: string): Promise<string>
  assign(id: string, userId: string): Promise<void>
  close(id: string, reason: string): Promise<void>
}

export interface Row {
  readonly id: string
  readonly name: string
  readonly assignee: string | undefined
}

/** An error response of the platform, with its code. */
export class PlatformError extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
  ) {
    super(`${status} ${code}`)
  }
}

const ATTEMPTS = 3

/** Assigns the first unassigned conversation; returns its id. */
export async function takeNext(platform: Platform, userId: string): Promise<string | undefined> {
  const next = (await platform.waiting()).find(({ assignee }) => assignee === undefined)
  if (next === undefined) return undefined
  await platform.assign(next.id, userId)
  return next.id
}

/** Creates a conversation once, however often the network fails. */
export async function start(platform: Platform, request: CreateConversationRequest): Promise<string> {
  const key = crypto.randomUUID()
  return withRetries(() => platform.create(request, key))
}

/** Closes a conversation; retries when the platform fails. */
export async function finish(platform: Platform, id: string): Promise<void> {
  await withRetries(() => platform.close(id, 'Done'))
}

async function withRetries<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call()
    } catch (error) {
      if (attempt === ATTEMPTS || (error instanceof PlatformError && error.status < 500)) throw error
    }
  }
}
