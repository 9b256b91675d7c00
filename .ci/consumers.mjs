// Installs the packed package into projects as its users have them (test/consumer/), and runs the tests of each; in those with vitest,
// also the test that the README shows. Names of projects as arguments run these only.
import { execFile, execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** The longest first: two run at a time. */
const PROJECTS = ['types', 'jest', 'newest', 'vitest', 'lowest']
const WITH_VITEST = ['newest', 'vitest', 'lowest']
const AT_A_TIME = 2
const APP = 'app'
/** Tests of the handlers, which are to hold with every MSW. */
const OUR_OWN = ['msw.test.ts', 'msw-base.test.ts']
const INSTALL = ['--prefer-offline', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error']

const root = new URL('..', import.meta.url).pathname
const scratch = mkdtempSync(join(tmpdir(), 'linktor-mock-consumers-'))
const failed = []
const wanted = process.argv.length > 2 ? process.argv.slice(2) : PROJECTS

try {
  const tarball = packed()
  const queue = wanted.map((name) => () => tried(name, tarball))
  const runners = Array.from({ length: AT_A_TIME }, async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await next()
  })
  await Promise.all(runners)
  if (failed.length > 0) process.exitCode = 1
  console.log(
    `\n${failed.length === 0 ? 'the package works in' : 'the package fails in'} ${(failed.length === 0 ? wanted : failed).join(', ')}`,
  )
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

function packed() {
  const output = execFileSync('npm', ['pack', '--json', '--pack-destination', scratch], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [{ filename }] = JSON.parse(output.replace(/^[^[]*/, '')) // before it stands what the build has printed
  return join(scratch, filename)
}

/** Prints what a project has to say once it is done, for another one runs beside it. */
async function tried(name, tarball) {
  const cwd = join(scratch, name)
  const start = performance.now()
  cpSync(join(root, 'test/consumer', name), cwd, { recursive: true })
  cpSync(join(root, 'test/consumer', APP), join(cwd, APP), { recursive: true })
  if (WITH_VITEST.includes(name)) {
    writeFileSync(join(cwd, 'inbox.test.ts'), testOfTheReadme())
    for (const test of OUR_OWN) writeFileSync(join(cwd, test), ofThePackage(readFileSync(join(root, 'test/adapters', test), 'utf8')))
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

/** A test of ours as a user would write it. */
function ofThePackage(code) {
  return code.replaceAll("'../../src/index.js'", "'linktor-mock'").replaceAll(/'\.\.\/\.\.\/src\/(msw|server)\.js'/g, "'linktor-mock/$1'")
}

/** The block of code that starts with the name of its file. */
function testOfTheReadme() {
  const [, code] = /^```ts\n(\/\/ inbox\.test\.ts\n[\s\S]*?)^```$/m.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? []
  if (code === undefined) throw new Error('README.md has no block of code that starts with "// inbox.test.ts"')
  return code
}
