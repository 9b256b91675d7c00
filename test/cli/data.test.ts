import { existsSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { newFile } from '../persistence/persisted-mock.js'
import { runCommand, startServe, terminal } from './terminal.js'

const headers = { authorization: 'Bearer key', 'content-type': 'application/json' }

async function tagsAt(url: string): Promise<string[]> {
  const response = await fetch(`${url}/conversations/conv_abc123`, { headers })
  return (await response.json()).data.attributes.tags
}

function tag(url: string, ...tags: string[]): Promise<Response> {
  return fetch(`${url}/conversations/conv_abc123`, { method: 'PATCH', headers, body: JSON.stringify({ tags }) })
}

describe('linktor-mock serve --data', () => {
  it('creates the file with the generated data, and continues with it the next time', async () => {
    const path = newFile()
    const first = await startServe(['--data', path, '--world', 'guide', '--conversations', '3', '--seed', '5'])
    expect(first.stdout.text).toContain('(4 conversations, ')
    expect((await tag(first.url, 'kept')).status).toBe(200)
    first.signals.emit('SIGTERM')
    expect(await first.ended).toBe(0)
    expect(first.stderr.text).toBe('')

    const again = await startServe(['--data', path])
    expect(again.stdout.text).toContain('(4 conversations, ')
    expect(await tagsAt(again.url)).toEqual(['kept'])
    expect(again.stderr.text).toBe('')
  })

  it('reports that the file takes precedence over other data options', async () => {
    const path = newFile()
    const first = await startServe(['--world', 'guide'], terminal({ env: { LINKTOR_MOCK_DATA: path } }))
    await tag(first.url, 'kept')
    first.signals.emit('SIGTERM')
    await first.ended
    const again = await startServe(['--data', path, '--world', 'empty', '--now', '2024-01-15T11:00:00Z'])

    expect(await tagsAt(again.url)).toEqual(['kept'])
    expect(again.stderr.text).toBe(`warning: the data are those of ${path}: what --world and --now say is what a reset goes back to\n`)
  })

  it('does not start with a file that is invalid, in use, or not writable', async () => {
    const path = newFile()
    writeFileSync(path, '{}')
    expect(await runCommand('serve', '--data', path, '--port', '0')).toEqual({
      status: 1,
      stdout: '',
      stderr: `error: --data ${path}, line 1: expected the header of a data file of linktor-mock; this is something else, or damaged\n`,
    })
    const served = newFile()
    await startServe(['--data', served])
    expect((await runCommand('serve', '--data', served, '--port', '0')).stderr).toMatch(
      /^error: --data .*: process \d+ serves this file already; /,
    )
    expect((await runCommand('serve', '--data', `${path}/none`, '--port', '0')).stderr).toMatch(
      /^error: --data .*none: it cannot be read and written: /,
    )
  })

  it('unlocks the file when it cannot listen, or has no world to start with', async () => {
    const path = newFile()
    const { url } = await startServe()
    const port = new URL(url).port
    expect((await runCommand('serve', '--data', path, '--port', port)).status).toBe(1)
    expect((await runCommand('serve', '--data', path, '--world', 'none.json')).status).toBe(1)

    expect(existsSync(`${path}.lock`)).toBe(false)
    expect((await startServe(['--data', path])).stderr.text).toBe('')
  })
})
