import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { newFile, persistedMock } from './persisted-mock.js'

describe('a locked data file', () => {
  it('is rejected for another mock, by any of its names', () => {
    const path = newFile()
    persistedMock(path)
    const link = newFile()
    symlinkSync(path, link)

    const refused = `process ${process.pid} serves this file already; if that is no linktor-mock, delete ${path}.lock`
    expect(() => persistedMock(path)).toThrow(`${path}: ${refused}`)
    expect(() => persistedMock(link)).toThrow(refused)
  })

  it('is rejected while its process runs, and free once that was killed', async () => {
    const path = newFile()
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    onTestFinished(() => void other.kill('SIGKILL'))
    await once(other, 'spawn')
    writeFileSync(`${path}.lock`, `${other.pid}\n`)
    expect(() => persistedMock(path)).toThrow(`process ${other.pid} serves this file already`)
    other.kill('SIGKILL')
    await once(other, 'exit')

    expect(persistedMock(path).lines).toEqual([])
  })

  it.each(['', 'no number', '0 0', '99999999 1', `${process.pid} 1`, `${process.ppid} 1`])('is free when its lock contains %j', (text) => {
    const path = newFile()
    writeFileSync(`${path}.lock`, text)

    // The start time of a process is known on Linux only: elsewhere, a reused process id is mistaken for the process.
    if (text === `${process.ppid} 1` && process.platform !== 'linux') expect(() => persistedMock(path)).toThrow(/serves this file already/)
    else expect(persistedMock(path).lines).toEqual([])
  })

  it('is free again once it is closed, and its lock is deleted', async () => {
    const path = newFile()
    const { file } = persistedMock(path)
    expect(readFileSync(`${path}.lock`, 'utf8')).toMatch(new RegExp(`^${process.pid} `))
    await file.close()
    expect(existsSync(`${path}.lock`)).toBe(false)
    await persistedMock(path).file.close()

    expect(readdirSync(dirname(path)).sort()).toEqual(['inbox.data', 'inbox.data.1.log'])
  })

  it('does not delete a lock that another process has taken meanwhile', async () => {
    const path = newFile()
    const { file } = persistedMock(path)
    writeFileSync(`${path}.lock`, '1 1\n')
    await file.close()

    expect(readFileSync(`${path}.lock`, 'utf8')).toBe('1 1\n')
  })
})
