// Installs the packed package into an empty project, and uses each of its entries. It packs dist/ as it is: run `npm run build` first.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const root = new URL('..', import.meta.url).pathname
const project = mkdtempSync(join(tmpdir(), 'linktor-mock-'))
const npm = (args, cwd) => execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })

try {
  const [{ filename, size, files }] = JSON.parse(npm(['pack', '--ignore-scripts', '--json', '--pack-destination', project], root))
  console.log(`${filename}: ${files.length} files, ${(size / 1024).toFixed(0)} kB`)
  for (const { path } of files) assert.match(path, /^(dist\/|spec\/(openapi|control)\.yaml|README\.md|CHANGELOG\.md|LICENSE|package\.json)/)

  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'scratch', private: true, type: 'module' }))
  npm(['install', '--no-audit', '--no-fund', join(project, filename)], project)

  writeFileSync(
    join(project, 'use.mjs'),
    `import assert from 'node:assert/strict'
import { createMock } from 'linktor-mock'
import { generateWorld, guideWorld } from 'linktor-mock/fixtures'
import { startServer } from 'linktor-mock/server'
import spec from 'linktor-mock/openapi.json' with { type: 'json' }

const mock = createMock({ world: generateWorld({ conversations: 20, seed: 7, base: guideWorld }) })
const server = await startServer(mock, { port: 0 })
const close = await fetch(server.url + '/conversations/conv_abc123/close', { method: 'POST', headers: { authorization: 'Bearer key' } })
assert.equal(close.status, 200)
assert.equal(mock.db.conversations.get('conv_abc123').status, 'closed')
assert.equal(Object.keys(spec.paths).length, 12)
await server.close()
`,
  )
  execFileSync('node', ['use.mjs'], { cwd: project, stdio: 'inherit' })

  const serve = spawn(join(project, 'node_modules/.bin/linktor-mock'), ['serve', '--port', '0', '--log', 'json'], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const line = await firstLine(serve.stdout)
  const { event, url } = JSON.parse(line)
  assert.equal(event, 'ready')
  const list = await fetch(`${url}/conversations`, { headers: { authorization: 'Bearer key' } })
  assert.equal((await list.json()).meta.pagination.totalCount, 51)
  const docs = await fetch(new URL('/docs', url))
  assert.equal(docs.status, 200)
  const clock = await fetch(new URL('/_mock/clock', url))
  assert.equal((await clock.json()).frozen, false)
  const contract = await fetch(new URL('/_mock/openapi.json', url))
  assert.equal((await contract.json()).info.title, 'linktor-mock control plane')
  const ended = new Promise((resolve) => serve.once('exit', resolve))
  serve.kill('SIGTERM')
  assert.equal(await ended, 0)
  console.log('the packed package works')
} finally {
  rmSync(project, { recursive: true, force: true })
}

async function firstLine(stream) {
  for await (const line of createInterface({ input: stream })) return line
  throw new Error('linktor-mock serve ended before it was ready')
}
