import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from './package.js'

let document: Document | undefined
let text: string | undefined

interface Document {
  readonly servers: readonly Server[]
}

interface Server {
  readonly url: string
  readonly description?: string
}

/** The OpenAPI document, with a running server in the place of the local one that it names, before all others. */
export function openApiJson(url: string): object {
  document ??= read()
  return { ...document, servers: serversWith(url, document) }
}

/** The same as it was written, comments and all. */
export function openApiYaml(url: string): string {
  document ??= read()
  text ??= readFileSync(join(packageRoot, 'spec', 'openapi.yaml'), 'utf8')
  const servers = serversWith(url, document).map((server) => `  - ${JSON.stringify(server)}\n`) // JSON is YAML, too
  return text.replace(/^servers:\r?\n(?: .*\r?\n)+/m, () => `servers:\n${servers.join('')}`)
}

function serversWith(url: string, { servers }: Document): readonly Server[] {
  const others = servers.filter((server) => !server.url.startsWith('http://127.0.0.1'))
  return [{ url, description: 'This linktor-mock' }, ...others]
}

/** As the generator writes it; a package has only the copy that the build makes of it. */
function read(): Document {
  const generated = join(packageRoot, 'src', 'generated', 'openapi.json')
  return JSON.parse(readFileSync(existsSync(generated) ? generated : join(packageRoot, 'dist', 'openapi.json'), 'utf8'))
}
