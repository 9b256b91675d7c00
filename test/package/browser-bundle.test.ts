import { isBuiltin } from 'node:module'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const CORE = 'src/index.ts'
const MSW = 'src/msw.ts'
const FIXTURES = 'fixtures/index.ts'

interface Bundle {
  /** Paths of modules in this repository. */
  readonly modules: readonly string[]
  /** Modules left to the app's bundler. */
  readonly foreign: readonly string[]
  readonly code: string
}

/** Modules that a web app's bundler finds behind an entry, lazily loaded ones included. */
async function bundled(entry: string): Promise<Bundle> {
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    packages: 'external',
    metafile: true,
    write: false,
    logLevel: 'silent',
  })
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports)
  return {
    modules: Object.keys(metafile.inputs),
    foreign: [...new Set(imports.filter(({ external }) => external).map(({ path }) => path))],
    code: outputFiles.map(({ text }) => text).join('\n'),
  }
}

describe.each([CORE, MSW, FIXTURES])('%s, bundled for a browser', (entry) => {
  const bundle = bundled(entry)

  it('needs nothing of Node', async () => {
    const { foreign } = await bundle

    expect(foreign.filter((module) => isBuiltin(module))).toEqual([])
  })

  it('makes no code out of text, which a strict page forbids', async () => {
    const { code } = await bundle

    expect(code.match(/\beval\s*\(|\bFunction\s*\(/g)).toBeNull()
  })
})

describe.each([CORE, MSW])('%s, bundled for a browser', (entry) => {
  const bundle = bundled(entry)

  it('leaves faker, and what generates with it, to ./fixtures', async () => {
    const { foreign, modules } = await bundle

    expect(foreign.filter((module) => module.includes('faker'))).toEqual([])
    expect(modules.filter((module) => module.startsWith('fixtures/generate'))).toEqual([])
  })

  it('leaves the validators of answers to the tests that hold answers to the contract', async () => {
    const { modules } = await bundle

    expect(modules).toContain('src/generated/routes.ts')
    expect(modules.filter((module) => module.includes('response-validators'))).toEqual([])
  })
})

it('./fixtures asks for one language of faker, not for seventy', async () => {
  const { foreign } = await bundled(FIXTURES)

  expect(foreign).toEqual(['@faker-js/faker/locale/en'])
})
