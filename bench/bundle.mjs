// The size of an app in a browser that uses `createMock` and `handlers`: bundled, minified and gzipped, without chunks that are loaded later.
// MSW is reported separately, because the app has it anyway; faker is not in the bundle.
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const LIMIT = { atMost: 60 }
const SHOWN = 12

const root = fileURLToPath(new URL('..', import.meta.url))
const APP = `import { createMock } from 'linktor-mock'
import { handlers } from 'linktor-mock/msw'
import { setupWorker } from 'msw/browser'
setupWorker(...handlers(createMock())).start()`

export async function measure() {
  const mock = await bundled(APP, ['msw', 'msw/*', '@faker-js/*'])
  const msw = await bundled(
    "import { HttpHandler, HttpResponse } from 'msw'\nimport { setupWorker } from 'msw/browser'\nsetupWorker(HttpHandler, HttpResponse)",
  )
  // Built from the sources, because the built package has only the names of chunks.
  const fromSource = await bundled("export { createMock } from './src/index.ts'\nexport { handlers } from './src/msw.ts'", ['msw'])
  const sizes = [
    ['', 'minified, kB', 'gzipped, kB'],
    ['the mock', kilobytes(mock.contents.length), kilobytes(gzipped(mock))],
    ['MSW', kilobytes(msw.contents.length), kilobytes(gzipped(msw))],
  ]
  const parts = largestParts(fromSource.metafile).map(([path, { bytesInOutput }]) => [path, kilobytes(bytesInOutput)])
  return {
    title: 'Bundle for browsers',
    lines: [{ figure: 'the mock, gzipped', value: gzipped(mock) / 1000, unit: ' kB', limit: LIMIT }],
    tables: [
      { title: 'Bundles', rows: sizes },
      { title: 'The largest parts of the mock', rows: [['', 'minified, kB'], ...parts] },
    ],
  }
}

/** @param {string} contents @param {string[]} external */
async function bundled(contents, external = []) {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    absWorkingDir: root,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    external,
    metafile: true,
    write: false,
    splitting: true, // a dynamic import becomes a chunk of its own, which does not count
    outdir: 'bundle',
    logOverride: { 'ignored-bare-import': 'silent' }, // esbuild prints it only for packages outside of node_modules
  })
  const loaded = outputsOf(metafile)
  const files = outputFiles.filter(({ path }) => loaded.has(relative(root, path)))
  return { contents: Buffer.concat(files.map((file) => file.contents)), metafile }
}

/** Returns the entry and the chunks that it imports statically. */
function outputsOf({ outputs }) {
  const loaded = new Set(Object.keys(outputs).filter((path) => outputs[path].entryPoint === '<stdin>'))
  for (const path of loaded)
    for (const next of outputs[path].imports) if (next.kind === 'import-statement' && !next.external) loaded.add(next.path)
  return loaded
}

function largestParts({ outputs }) {
  const { inputs } = Object.values(outputs).find(({ entryPoint }) => entryPoint === '<stdin>')
  return Object.entries(inputs)
    .sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput)
    .slice(0, SHOWN)
}

function gzipped({ contents }) {
  return gzipSync(contents, { level: 9 }).length
}

function kilobytes(bytes) {
  return (bytes / 1000).toFixed(1)
}
