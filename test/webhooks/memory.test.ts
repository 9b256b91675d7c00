import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const INDEX = fileURLToPath(new URL('../../dist/index.js', import.meta.url))

/** Deliveries to a receiver that fails in every way that uses memory; measures the heap after 1,500 and after 4,500 deliveries. */
const PROGRAM = `
  import { createServer } from 'node:http'
  import { createMock } from ${JSON.stringify(INDEX)}
  let came = 0
  const receiver = createServer((request, response) => {
    request.resume()
    const kind = came++ % 4
    if (kind === 0) response.writeHead(500).end('x'.repeat(10_000))
    else if (kind === 1) response.writeHead(200, { 'content-length': 100 }).write('x', () => response.destroy())
    else if (kind === 2) response.destroy()
    else response.writeHead(200).end('x'.repeat(200_000))
  })
  await new Promise((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const url = 'http://127.0.0.1:' + receiver.address().port
  const mock = createMock({ webhooks: [{ url, config: { retryPolicy: 'none' } }] })
  async function heapAfter(count) {
    for (let i = 0; i < count; i++) {
      const body = JSON.stringify({ metadata: { i } })
      mock.handle({ method: 'PATCH', path: '/conversations/conv_abc123', headers: { authorization: 'Bearer any' }, body })
      if (i % 100 === 99) await mock.webhooks.settled()
    }
    await new Promise((resolve) => setImmediate(resolve))
    gc()
    gc()
    return process.memoryUsage().heapUsed
  }
  const before = await heapAfter(1500)
  const after = await heapAfter(3000)
  const { succeeded, failed } = mock.webhooks.all()[0].stats
  console.log(JSON.stringify({ grown: after - before, finished: succeeded + failed, kept: mock.webhooks.deliveries.length }))
  process.exit()
`

it.runIf(existsSync(INDEX))('thousands of deliveries to a faulty receiver leak no memory (after npm run build)', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', '--input-type=module', '--eval', PROGRAM])
  const { grown, finished, kept } = JSON.parse(stdout)
  expect({ finished, kept }).toEqual({ finished: 4500, kept: 1000 })
  expect(grown).toBeLessThan(8 * 1024 * 1024)
})
