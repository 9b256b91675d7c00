import { describe, expect, it } from 'vitest'
import { run } from '../../src/cli/run.js'
import { runCommand, terminal } from './terminal.js'

const FLAGS = [
  'port',
  'host',
  'base-path',
  'seed',
  'conversations',
  'world',
  'now',
  'api-key',
  'rate-limit',
  'latency',
  'scenario',
  'strict',
  'log',
]

describe('linktor-mock', () => {
  it.each(['--help', '-h', 'help'])('%s shows the commands, the options of serve, examples and the exit status', async (flag) => {
    const { status, stdout, stderr } = await runCommand(flag)

    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^Usage: linktor-mock /)
    expect(stdout).toMatch(/^ {2}serve .*\n {2}seed /m)
    for (const name of FLAGS) expect(stdout).toContain(`--${name}`)
    expect(stdout).toContain('linktor-mock serve --latency 50-200 --rate-limit 100')
    expect(stdout).toContain('The exit status is 0')
  })

  it('serve --help names an environment variable for each option', async () => {
    const { stdout } = await runCommand('serve', '--help')
    const plain = stdout.replace(/\s+/g, ' ')

    for (const name of FLAGS) expect(plain).toContain(`env: LINKTOR_MOCK_${name.toUpperCase().replace('-', '_')})`)
    expect(stdout).toContain('Examples:')
  })

  it('seed --help shows examples', async () => {
    expect((await runCommand('seed', '--help')).stdout).toContain('linktor-mock seed --conversations 200 --seed 7 --out world.json')
  })

  it('--version prints the version', async () => {
    expect((await runCommand('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it.each([
    [['serv'], "error: unknown command 'serv'\n(Did you mean serve?)"],
    [['serve', '--prot', '1'], "error: unknown option '--prot'\n(Did you mean --port?)"],
    [['--prot', '1'], "error: unknown option '--prot'\n(Did you mean --port?)"],
    [['serve', '--port'], "error: option '--port <port>' argument missing"],
    [['serve', 'world.json'], "error: too many arguments for 'serve'. Expected 0 arguments but got 1."],
  ])('rejects %j', async (args, message) => {
    const { status, stdout, stderr } = await runCommand(...args)

    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toContain(message)
    expect(stderr).toContain('(see --help for valid options)')
  })

  it.each([
    [new Error('broken'), /^error: Error: broken\n {4}at /],
    ['broken', /^error: 'broken'\n$/],
  ])('prints the stack of an internal error', async (thrown, shown) => {
    const io = {
      ...terminal(),
      get env(): never {
        throw thrown
      },
    }

    expect(await run(['seed'], io)).toBe(1)
    expect(io.stderr.text).toMatch(shown)
  })
})
