// Makes src/generated/ from the documents in this folder. Run by `npm run generate`; what it writes is never edited.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import openapiTS, { astToString } from 'openapi-typescript'
import { parse } from 'yaml'
import { routesModule } from './generate/routes.mjs'
import { requestValidators, responseValidators, worldValidator } from './generate/validators.mjs'

const here = new URL('./', import.meta.url)
const out = new URL('../src/generated/', here)

const api = parse(await readFile(new URL('openapi.yaml', here), 'utf8'))
const world = parse(await readFile(new URL('world.yaml', here), 'utf8'))

await mkdir(out, { recursive: true })
await Promise.all([
  writeTypes('openapi'),
  writeTypes('world'),
  write('openapi.json', `${JSON.stringify(api, null, 2)}\n`),
  write('routes.ts', routesModule(api)),
  writeValidators('request-validators', await requestValidators(api)),
  writeValidators('response-validators', await responseValidators(api)),
  writeValidators('world-validator', await worldValidator(api, world)),
])

/** @param {string} name */
async function writeTypes(name) {
  const ast = await openapiTS(new URL(`${name}.yaml`, here), { immutable: true, alphabetize: false })
  await write(`${name}.d.ts`, `// Generated from spec/${name}.yaml. Do not edit.\n${astToString(ast)}`)
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
  if (before === text) return // an untouched file keeps its time, so that incremental builds stay short
  await writeFile(file, text)
  console.log(`generated ${fileURLToPath(file).slice(fileURLToPath(new URL('../', here)).length)}`)
}
