import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { RequestHandler } from 'express'
import { packageRoot } from './package.js'

const FILES = ['docs.css', 'docs.js', 'swagger-ui.css', 'swagger-ui-bundle.js']

/** The page may use this server only. Swagger UI sets inline styles. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The API reference, Swagger UI over `/openapi.json`: the page and its files, by path. */
export function docs(root = packageRoot): Readonly<Record<string, RequestHandler>> {
  return Object.fromEntries([
    ['/docs', file(root, 'index.html')],
    ...FILES.map((name): [string, RequestHandler] => [`/docs/${name}`, file(root, name)]),
  ])
}

function file(root: string, name: string): RequestHandler {
  return ({ path }, response) => {
    if (path.endsWith('/')) return response.redirect(`..${path.slice(0, -1)}`) // its links are relative
    if (!existsSync(join(root, 'dist', 'docs', name))) {
      response.status(503).type('text/plain').send('The API reference is not built yet: run "npm run build".\n')
      return
    }
    response.set({ 'content-security-policy': CONTENT_SECURITY_POLICY, 'referrer-policy': 'no-referrer', 'cache-control': 'no-cache' })
    response.sendFile(`dist/docs/${name}`, { root, cacheControl: false })
  }
}
