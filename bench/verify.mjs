// How long `linktor-mock verify --allow-writes` takes against the fake.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { dataOf } from './contestants/data.mjs'
import { linktorMock } from './contestants/linktor-mock.mjs'
import { median } from './median.mjs'
import { inTurn } from './rounds.mjs'

const CONVERSATIONS = 1000
const cwd = fileURLToPath(new URL('..', import.meta.url))
/** What verify runs on has to start too, which is no matter of this package. */
const VITEST = ['--input-type=module', '-e', "await import('vitest/node')"]

export async function measure({ quick }) {
  const rounds = quick ? 1 : 5
  const server = await linktorMock(dataOf(CONVERSATIONS))
  const verify = ['dist/cli.js', 'verify', `${server.origin}/v1`, '--allow-writes', '--api-key', 'key']
  try {
    let said = ''
    const runs = { verify, only: [...verify, '--only', 'LIST-01'], vitest: VITEST }
    const times = await inTurn(
      runs,
      async (args) => {
        await server.reset()
        const start = performance.now()
        const { stdout } = await promisify(execFile)(process.execPath, args, { cwd })
        if (args === verify) said = stdout
        return (performance.now() - start) / 1000
      },
      { rounds, warmups: 0 },
    )
    return {
      title: 'Verify',
      lines: [
        { figure: '`verify --allow-writes` against the fake', value: median(times.verify), unit: ' s' },
        { figure: 'the same, of one rule only', value: median(times.only), unit: ' s' },
        { figure: 'to import vitest alone', value: median(times.vitest), unit: ' s' },
      ],
      notes: [said.trim().split('\n').at(-1), `${rounds} rounds in turn, medians.`],
    }
  } finally {
    await server.stop()
  }
}
