// Builds dist/ after tsc has written the declarations. The reasons are in docs/decisions/0009-bundled-build.md.
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
    'contract-suite': 'contracts/verify/suite.ts', // the test file that verify runs with vitest
    cli: 'src/cli/main.ts',
  },
  outdir: 'dist',
  bundle: true,
  splitting: true, // code that entries share is bundled once, so a mock of one entry is valid in another
  format: 'esm',
  platform: 'neutral', // adds nothing for Node or browsers; a test lists the entries that may import from Node
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

/** Copies a declaration file and its imports, so that declarations which no entry needs are not published. */
function copyDeclarations(path) {
  const name = relative(declared, path)
  if (written.has(join(dist, 'types', name))) return
  copy(existsSync(path) ? declared : root, [name], join(dist, 'types')) // tsc does not copy generated .d.ts files
  const text = readFileSync(join(dist, 'types', name), 'utf8')
  for (const [, specifier] of text.matchAll(/(?:from|import)\s*\(?['"](\.[^'"]+)\.js['"]/g)) {
    copyDeclarations(resolve(dirname(path), `${specifier}.d.ts`))
  }
}

/** Removes files of earlier builds, so that they are not published. */
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
