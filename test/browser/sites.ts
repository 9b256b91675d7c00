import { createServer as createHttpServer } from 'node:http'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, createServer } from 'vite'
import { type Loopback, loopback } from './loopback.js'

const CONFIG = { configFile: fileURLToPath(new URL('inbox/vite.config.ts', import.meta.url)), logLevel: 'error' } as const

/**
 * Allows only the site's own scripts, and no eval; also the API's origin, because the policy is checked before a service worker sees the
 * request.
 */
const POLICY = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self' https://api.linktor.io; img-src data:"
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' }

/** The inbox in the development server. */
export async function developed(): Promise<Loopback> {
  const vite = await createServer({ ...CONFIG, server: { host: '127.0.0.1', port: 0, watch: null } })
  await vite.listen()
  const address = vite.httpServer?.address()
  if (typeof address !== 'object') throw new Error('Vite has no port')
  return { url: `http://127.0.0.1:${address?.port}/`, close: () => vite.close() }
}

/** The inbox as built for production, under a Content-Security-Policy. */
export async function published(): Promise<Loopback> {
  const built = await build({ ...CONFIG, build: { write: false } })
  if (Array.isArray(built) || !('output' in built)) throw new Error('one build was asked for')
  const files = new Map(built.output.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source]))
  const server = createHttpServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://site')
    const path = pathname === '/' ? '/index.html' : pathname
    const content = files.get(path)
    response.writeHead(content === undefined ? 404 : 200, {
      'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
      'content-security-policy': POLICY,
    })
    response.end(content)
  })
  return loopback(server)
}
