import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'

const MAIN = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('LINKTOR_MOCK_')))

/** Starts the built program; resolves with its first output. */
async function started(...args: string[]): Promise<{ readonly child: ChildProcess; readonly line: string }> {
  const child = spawn(process.execPath, [MAIN, ...args], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = await once(child.stdout ?? child, 'data')
  return { child, line: String(line) }
}

describe.skipIf(!existsSync(MAIN))('the built program (after npm run build)', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('serves until %s, and exits with 0', async (signal) => {
    const { child, line } = await started('--port', '0', '--log', 'json')
    const { url } = JSON.parse(line)
    const response = await fetch(`${url}/conversations`, { headers: { authorization: 'Bearer k' } })
    await response.text()
    child.kill(signal)

    expect(response.status).toBe(200)
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it('can be stopped as soon as it is ready', async () => {
    const { child } = await started('serve', '--port', '0', '--world', 'guide')
    child.kill('SIGTERM')

    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it('keeps serving when its output is closed', async () => {
    const { child, line } = await started('--port', '0', '--log', 'json', '--world', 'guide')
    child.stdout?.destroy()
    const { url } = JSON.parse(line)
    for (let i = 0; i < 3; i++) await fetch(`${url}/conversations`)
    child.kill('SIGTERM')

    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it.skipIf(process.platform === 'win32')('runs as an executable, as npm links it', async () => {
    const { stdout } = await promisify(execFile)(MAIN, ['seed', '--conversations', '0'], { env: environment })

    expect(JSON.parse(stdout).conversations).toHaveLength(1)
  })

  it('exits with 1 and one line when it cannot start', async () => {
    const failed = promisify(execFile)(process.execPath, [MAIN, '--world', 'none.json'], { env: environment })

    await expect(failed).rejects.toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^error: --world none\.json: .*\n$/) })
  })
})
