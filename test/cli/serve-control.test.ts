import { describe, expect, it } from 'vitest'
import { runCommand, runCommandWith, startServe, terminal } from './terminal.js'

const KEY = { authorization: 'Bearer demo-key' }
const TOKEN = 'let-me-in-0123456789'

async function clockOf(url: string, token?: string): Promise<number> {
  return (await fetch(new URL('/_mock/clock', url), { headers: token === undefined ? {} : { 'x-mock-token': token } })).status
}

async function webhookTo(url: string, receiver: string): Promise<number> {
  const body = JSON.stringify({ url: receiver, events: ['conversation.closed'] })
  return (await fetch(`${url}/webhooks`, { method: 'POST', body, headers: KEY })).status
}

describe('serve', () => {
  it('has a control plane, for this machine only', async () => {
    const { url } = await startServe(['--world', 'guide'])

    expect(await clockOf(url)).toBe(200)
  })

  it.each([
    ['--control-token', { args: ['--control-token', TOKEN], env: {} }],
    ['its variable', { args: [], env: { LINKTOR_MOCK_CONTROL_TOKEN: TOKEN } }],
  ])('with %s requires the token, which it never prints', async (_, { args, env }) => {
    const io = terminal({ env })
    const { url, stdout, stderr } = await startServe(['--world', 'guide', '--log', 'json', ...args], io)

    expect(await clockOf(url)).toBe(401)
    expect(await clockOf(url, TOKEN)).toBe(200)
    await fetch(`${url}/conversations?search=${TOKEN}`, { headers: KEY })
    await stdout.shows(/search=/)
    expect(stdout.text + stderr.text).not.toContain(TOKEN)
  })

  it('does not print an invalid token either', async () => {
    for (const { status, stderr } of [
      await runCommand('serve', '--control-token', 'a secret'),
      await runCommandWith({ LINKTOR_MOCK_CONTROL_TOKEN: 'a secret' }, 'serve'),
    ]) {
      expect(status).toBe(1)
      expect(stderr).toBe('error: --control-token: a token must be text without white space\n')
    }
  })

  it.each([
    ['--sandbox-per-key', { args: ['--sandbox-per-key'], env: {} }],
    ['its variable', { args: [], env: { LINKTOR_MOCK_SANDBOX_PER_KEY: 'true' } }],
  ])('with %s gives each key separate data', async (_, { args, env }) => {
    const { url } = await startServe(['--world', 'guide', ...args], terminal({ env }))
    const close = `${url}/conversations/conv_abc123/close`
    const closed = async (key: string): Promise<number> =>
      (await fetch(close, { method: 'POST', headers: { authorization: `Bearer ${key}` } })).status

    expect([await closed('one'), await closed('two')]).toEqual([200, 200])
    expect(await (await fetch(new URL('/_mock/sandboxes', url))).json()).toEqual({ data: [{ key: 'one' }, { key: 'two' }] })
  })

  it.each([
    ['--allow-http-host, once for each', { args: ['--allow-http-host', 'one.test', '--allow-http-host', 'two.test'], env: {} }],
    ['its variable, with commas', { args: [], env: { LINKTOR_MOCK_ALLOW_HTTP_HOST: 'one.test, two.test' } }],
  ])('with %s sends webhooks to that host by http', async (_, { args, env }) => {
    const { url } = await startServe(['--world', 'guide', ...args], terminal({ env }))

    expect(await webhookTo(url, 'http://one.test/hook')).toBe(201)
    expect(await webhookTo(url, 'http://two.test/hook')).toBe(201)
    expect(await webhookTo(url, 'http://three.test/hook')).toBe(400)
  })

  it('rejects an invalid host', async () => {
    const { status, stderr } = await runCommand('serve', '--allow-http-host', 'http://one.test')

    expect(status).toBe(1)
    expect(stderr).toContain('It must be an address or a name')
  })
})
