// Generates src/generated/ from the documents in this folder: `npm run generate`. Generated files are never edited.
// With --if-changed, as in the build, it does nothing when the generated files are newer than all their sources.
import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const here = new URL('./', import.meta.url)
const out = new URL('../src/generated/', here)

if (process.argv.includes('--if-changed') && (await isUpToDate())) process.exit()

// Imported late, because it takes a second: most of the time of a run that has nothing to do.
const { parse } = await import('yaml')
const { controlRoutesModule, routesModule } = await import('./generate/routes.mjs')
const { typesModule } = await import('./generate/types.mjs')
const { controlValidators, formatsModule, requestValidators, responseValidators, worldValidator } = await import(
  './generate/validators.mjs'
)

const api = parse(await readFile(new URL('openapi.yaml', here), 'utf8'))
const control = parse(await readFile(new URL('control.yaml', here), 'utf8'))
const world = parse(await readFile(new URL('world.yaml', here), 'utf8'))

await mkdir(out, { recursive: true })
await Promise.all([
  writeTypes('openapi'),
  writeTypes('world'),
  writeTypes('control'),
  write('openapi.json', `${JSON.stringify(api, null, 2)}\n`),
  write('control.json', `${JSON.stringify(control, null, 2)}\n`),
  write('routes.ts', routesModule(api)),
  write('control-routes.ts', controlRoutesModule(control)),
  write('formats.js', await formatsModule()),
  writeValidators('request-validators', await requestValidators(api)),
  writeValidators('control-validators', await controlValidators(control)),
  writeValidators('response-validators', await responseValidators(api)),
  writeValidators('world-validator', await worldValidator(api, world)),
])
await write('made', '')
await utimes(new URL('made', out), new Date(), new Date())

/** @param {string} name */
async function writeTypes(name) {
  const types = await typesModule(new URL(`${name}.yaml`, here))
  await write(`${name}.d.ts`, `// Generated from spec/${name}.yaml. Do not edit.\n${types}`)
}

/** @param {string} name @param {{ code: string, types: string }} validators */
async function writeValidators(name, { code, types }) {
  await write(`${name}.js`, code)
  await write(`${name}.d.ts`, types)
}

/** @param {string} name @param {string} text */
async function write(name, text) {
  const file = new URL(name, out)
  const before = await readFile(file, 'utf8').catch(() => undefined)
  if (before === text) return // an unchanged file keeps its modification time, so that incremental builds stay short
  await writeFile(file, text)
  console.log(`generated ${fileURLToPath(file).slice(fileURLToPath(new URL('../', here)).length)}`)
}

/** Returns whether the generator ran after its documents and its own code were last written. */
async function isUpToDate() {
  const made = await stat(new URL('made', out)).catch(() => undefined)
  const sources = [
    'generate.mjs',
    'openapi.yaml',
    'world.yaml',
    'control.yaml',
    ...(await readdir(new URL('generate/', here))).map((name) => `generate/${name}`),
  ]
  const times = await Promise.all(sources.map(async (name) => (await stat(new URL(name, here))).mtimeMs))
  return made !== undefined && times.every((time) => time < made.mtimeMs)
}
