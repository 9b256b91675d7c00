// What the mock weighs in a browser when a page starts: an app that uses `createMock` and `handlers`, bundled, minified and gzipped. MSW and faker are counted
// apart, for they are there with or without the mock, or not at all.
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
  // Built from the sources, for a bundle of the package would name its chunks only.
  const parts = await bundled("export { createMock } from './src/index.ts'\nexport { handlers } from './src/msw.ts'", ['msw'])
  const weights = [
    ['', 'minified, kB', 'gzipped, kB'],
    ['the mock', kilobytes(mock.contents.length), kilobytes(gzipped(mock))],
    ['MSW, apart', kilobytes(msw.contents.length), kilobytes(gzipped(msw))],
  ]
  const heavy = heaviest(parts.metafile).map(([path, { bytesInOutput }]) => [path, kilobytes(bytesInOutput)])
  return {
    title: 'The weight in a browser',
    lines: [{ figure: 'the mock, gzipped', value: gzipped(mock) / 1000, unit: ' kB', limit: LIMIT }],
    tables: [
      { title: 'Bundles', rows: weights },
      { title: 'The heaviest parts of the mock', rows: [['', 'minified, kB'], ...heavy] },
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
    splitting: true, // what is loaded later, if at all, does not count: any bundler for browsers puts that apart
    outdir: 'bundle',
    logOverride: { 'ignored-bare-import': 'silent' }, // told of packages in development only, as this one is here
  })
  const loaded = outputsOf(metafile)
  const files = outputFiles.filter(({ path }) => loaded.has(relative(root, path)))
  return { contents: Buffer.concat(files.map((file) => file.contents)), metafile }
}

/** What is loaded at the start: the entry, and all that it imports at once. */
function outputsOf({ outputs }) {
  const loaded = new Set(Object.keys(outputs).filter((path) => outputs[path].entryPoint === '<stdin>'))
  for (const path of loaded)
    for (const next of outputs[path].imports) if (next.kind === 'import-statement' && !next.external) loaded.add(next.path)
  return loaded
}

function heaviest({ outputs }) {
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
