// Installs the packed package into typical projects of its users (test/consumer/), and runs their tests; in projects with vitest, also the
// test in the README. Arguments select projects by name. It packs dist/ as it is: run `npm run build` first.
import { execFile, execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** The slowest first, because two run at a time. */
const PROJECTS = ['types', 'jest', 'newest', 'vitest', 'lowest']
const WITH_VITEST = ['newest', 'vitest', 'lowest']
const AT_A_TIME = 2
const APP = 'app'
/** Tests of the handlers, which must pass with every supported version of MSW. */
const HANDLER_TESTS = ['msw.test.ts', 'msw-base.test.ts']
const INSTALL = ['--prefer-offline', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error']

const root = new URL('..', import.meta.url).pathname
const scratch = mkdtempSync(join(tmpdir(), 'linktor-mock-consumers-'))
const failed = []
const selected = process.argv.length > 2 ? process.argv.slice(2) : PROJECTS

try {
  const tarball = pack()
  const queue = selected.map((name) => () => runProject(name, tarball))
  const runners = Array.from({ length: AT_A_TIME }, async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await next()
  })
  await Promise.all(runners)
  if (failed.length > 0) process.exitCode = 1
  console.log(
    `\n${failed.length === 0 ? 'the package works in' : 'the package fails in'} ${(failed.length === 0 ? selected : failed).join(', ')}`,
  )
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

function pack() {
  const output = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', scratch], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [{ filename }] = JSON.parse(output)
  return join(scratch, filename)
}

/** Installs a project, runs its tests, and prints their output at the end, because another project runs at the same time. */
async function runProject(name, tarball) {
  const cwd = join(scratch, name)
  const start = performance.now()
  cpSync(join(root, 'test/consumer', name), cwd, { recursive: true })
  cpSync(join(root, 'test/consumer', APP), join(cwd, APP), { recursive: true })
  if (WITH_VITEST.includes(name)) {
    writeFileSync(join(cwd, 'inbox.test.ts'), readmeTest())
    for (const test of HANDLER_TESTS)
      writeFileSync(join(cwd, test), withPackageImports(readFileSync(join(root, 'test/adapters', test), 'utf8')))
  }
  const installed = await npm(cwd, ['install', ...INSTALL, tarball])
  const { output, ok } = installed.ok ? await npm(cwd, ['test']) : installed
  if (!ok) failed.push(name)
  console.log(`\n== ${name}: ${ok ? 'passed' : 'failed'} after ${((performance.now() - start) / 1000).toFixed(0)} s\n${output.trim()}`)
}

async function npm(cwd, args) {
  try {
    const { stdout } = await promisify(execFile)('npm', args, { cwd, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } })
    return { ok: true, output: stdout }
  } catch ({ stdout, stderr }) {
    return { ok: false, output: stdout + stderr }
  }
}

/** Replaces imports from src/ by those of the package. */
function withPackageImports(code) {
  return code.replaceAll("'../../src/index.js'", "'linktor-mock'").replaceAll(/'\.\.\/\.\.\/src\/(msw|server)\.js'/g, "'linktor-mock/$1'")
}

/** Returns the code block of the README that starts with `// inbox.test.ts`. */
function readmeTest() {
  const [, code] = /^```ts\n(\/\/ inbox\.test\.ts\n[\s\S]*?)^```$/m.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? []
  if (code === undefined) throw new Error('README.md has no block of code that starts with "// inbox.test.ts"')
  return code
}
