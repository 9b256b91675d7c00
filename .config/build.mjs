// Makes dist/, once tsc has made the declarations: docs/decisions/0009-bundled-build.md says why it is as it is.
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'dist')
const declared = join(root, 'node_modules/.cache/linktor-mock/types')
const swaggerUi = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
const SWAGGER_UI_FILES = ['swagger-ui-bundle.js', 'swagger-ui-bundle.js.LICENSE.txt', 'swagger-ui.css', 'LICENSE', 'NOTICE']

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: {
    index: 'src/index.ts',
    msw: 'src/msw.ts',
    vitest: 'src/vitest.ts',
    server: 'src/server.ts',
    fixtures: 'fixtures/index.ts',
    contracts: 'contracts/index.ts',
    'contract-suite': 'contracts/verify/suite.ts', // what verify has vitest run
    cli: 'src/cli/main.ts',
  },
  outdir: 'dist',
  bundle: true,
  splitting: true, // what two entries share is there once: a mock of the one is a mock of the other
  format: 'esm',
  platform: 'neutral', // nothing is put in for Node or for browsers; a test says where Node may be needed
  packages: 'external',
  target: 'es2022',
  chunkNames: 'chunks/[name]-[hash]',
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
})
const written = new Set(Object.keys(metafile.outputs).map((output) => resolve(root, output)))
chmodSync(join(dist, 'cli.js'), 0o755)

copy(join(root, 'src/generated'), ['openapi.json', 'control.json'], dist)
copy(join(root, 'src/server/docs'), readdirSync(join(root, 'src/server/docs')), join(dist, 'docs'))
copy(swaggerUi, SWAGGER_UI_FILES, join(dist, 'docs'))
for (const entry of ['src/index', 'src/msw', 'src/vitest', 'src/server', 'fixtures/index', 'contracts/index'])
  copyDeclarations(join(declared, `${entry}.d.ts`))
removeLeftovers(dist)

function copy(from, names, to) {
  for (const name of names) {
    mkdirSync(dirname(join(to, name)), { recursive: true })
    if (!isUpToDate(join(from, name), join(to, name))) copyFileSync(join(from, name), join(to, name))
    written.add(join(to, name))
  }
}

function isUpToDate(source, target) {
  const copied = statSync(target, { throwIfNoEntry: false })
  const original = statSync(source)
  return copied !== undefined && copied.size === original.size && copied.mtimeMs >= original.mtimeMs
}

/** Copies a file of declarations, and what it imports: what lies behind the entries is nobody's business. */
function copyDeclarations(path) {
  const name = relative(declared, path)
  if (written.has(join(dist, 'types', name))) return
  copy(existsSync(path) ? declared : root, [name], join(dist, 'types')) // what is generated as declarations tsc does not pass on
  const text = readFileSync(join(dist, 'types', name), 'utf8')
  for (const [, specifier] of text.matchAll(/(?:from|import)\s*\(?['"](\.[^'"]+)\.js['"]/g)) {
    copyDeclarations(resolve(dirname(path), `${specifier}.d.ts`))
  }
}

/** Removes what an earlier build wrote, so that it is not published. */
function removeLeftovers(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (!entry.isDirectory()) {
      if (!written.has(path)) rmSync(path)
      continue
    }
    removeLeftovers(path)
    if (readdirSync(path).length === 0) rmdirSync(path)
  }
}
