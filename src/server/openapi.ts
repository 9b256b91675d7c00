import { readFileSync } from 'node:fs'

let document: { readonly servers: readonly Server[] } | undefined

interface Server {
  readonly url: string
  readonly description?: string
}

/** The OpenAPI document, with a running server in the place of the local one that it names, before all others. */
export function openApiJson(url: string): object {
  document ??= read()
  const others = document.servers.filter((server) => !server.url.startsWith('http://127.0.0.1'))
  return { ...document, servers: [{ url, description: 'This linktor-mock' }, ...others] }
}

function read(): { readonly servers: readonly Server[] } {
  return JSON.parse(readFileSync(new URL('../generated/openapi.json', import.meta.url), 'utf8'))
}
