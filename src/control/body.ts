import express, { type RequestHandler } from 'express'

/** Maximum size of a body of the control plane, in bytes: JavaScript strings end at 512 MiB, and a world is read as one. */
const MAX_CONTROL_BYTES = 500 * 1024 * 1024

/** Parses a body as JSON, whatever its content type: `curl -d` declares a form. */
export const readBody: RequestHandler = express.json({ limit: MAX_CONTROL_BYTES, strict: false, type: () => true })
