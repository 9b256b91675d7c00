import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from './package.js'

/** Served documents of `spec/`. */
export type DocumentName = 'openapi' | 'control'

interface Document {
  readonly servers: readonly Server[]
}

interface Server {
  readonly url: string
  readonly description?: string
}

const documents = new Map<DocumentName, Document>()
const texts = new Map<DocumentName, string>()

/** An OpenAPI document with the running server as its first server, in place of the local one. */
export function documentJson(name: DocumentName, url: string): object {
  const document = documentOf(name)
  return { ...document, servers: serversWith(url, document) }
}

/** Text of the YAML document, with comments. */
export function documentYaml(name: DocumentName, url: string): string {
  const text = texts.get(name) ?? readFileSync(join(packageRoot, 'spec', `${name}.yaml`), 'utf8')
  texts.set(name, text)
  const servers = serversWith(url, documentOf(name)).map((server) => `  - ${JSON.stringify(server)}\n`) // JSON is YAML, too
  return text.replace(/^servers:\r?\n(?: .*\r?\n)+/m, () => `servers:\n${servers.join('')}`)
}

function serversWith(url: string, { servers }: Document): readonly Server[] {
  const others = servers.filter((server) => !server.url.startsWith('http://127.0.0.1'))
  return [{ url, description: 'This linktor-mock' }, ...others]
}

function documentOf(name: DocumentName): Document {
  const document = documents.get(name) ?? read(name)
  documents.set(name, document)
  return document
}

/** As the generator writes it; a package has the copy that the build makes. */
function read(name: DocumentName): Document {
  const generated = join(packageRoot, 'src', 'generated', `${name}.json`)
  return JSON.parse(readFileSync(existsSync(generated) ? generated : join(packageRoot, 'dist', `${name}.json`), 'utf8'))
}
