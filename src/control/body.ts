import express, { type RequestHandler } from 'express'

/** A body of the control plane may have this many bytes: a text of JavaScript ends at 512 MiB, and a world is read as one. */
const MAX_CONTROL_BYTES = 500 * 1024 * 1024

/** Reads a body as JSON, whatever its type is said to be: `curl -d` says that it is a form. */
export const readBody: RequestHandler = express.json({ limit: MAX_CONTROL_BYTES, strict: false, type: () => true })
