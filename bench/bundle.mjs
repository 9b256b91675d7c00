// What the mock weighs in a browser: an app that uses `createMock` and `handlers`, bundled, minified and gzipped. MSW and faker are counted
// apart, for they are there with or without the mock, or not at all.
// Run: npm run bench:bundle. Exits with 1 above the limit.
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const LIMIT = 45
const SHOWN = 12

const root = fileURLToPath(new URL('..', import.meta.url))
const APP = `import { createMock } from 'linktor-mock'
import { handlers } from 'linktor-mock/msw'
import { setupWorker } from 'msw/browser'
setupWorker(...handlers(createMock())).start()`

const mock = await bundled(APP, ['msw', 'msw/*', '@faker-js/*'])
const msw = await bundled(
  "import { HttpHandler, HttpResponse } from 'msw'\nimport { setupWorker } from 'msw/browser'\nsetupWorker(HttpHandler, HttpResponse)",
)
const weight = gzipped(mock)
const rows = [
  ['', 'minified, kB', 'gzipped, kB'],
  ['the mock', kilobytes(mock.contents.length), kilobytes(weight)],
  ['MSW, apart', kilobytes(msw.contents.length), kilobytes(gzipped(msw))],
]
for (const [name, ...figures] of rows) console.log(`${name.padEnd(12)}${figures.map((figure) => figure.padStart(14)).join('')}`)

console.log('\nThe heaviest parts of the mock, kB minified:')
// Built from the sources, for a bundle of the package would name its chunks only.
const parts = await bundled("export { createMock } from './src/index.ts'\nexport { handlers } from './src/msw.ts'", ['msw'])
for (const [path, { bytesInOutput }] of heaviest(parts.metafile)) console.log(`${kilobytes(bytesInOutput).padStart(8)}  ${path}`)

console.log(`\n${kilobytes(weight)} kB gzipped, of ${LIMIT} kB`)
process.exitCode = weight > LIMIT * 1000 ? 1 : 0

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
    logOverride: { 'ignored-bare-import': 'silent' }, // told of packages in development only, as this one is here
  })
  return { contents: outputFiles[0].contents, metafile }
}

function heaviest({ outputs }) {
  const [{ inputs }] = Object.values(outputs)
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
