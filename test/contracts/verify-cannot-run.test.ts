import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { describe, expect, it } from 'vitest'
import { guideWorld } from '../../fixtures/index.js'
import { createMock } from '../../src/index.js'
import { runCommandWith } from '../cli/terminal.js'
import { CERTIFICATE } from './certificate.js'
import { KEY, listening, opened, served, verified } from './verifying.js'

/** The output of a run that cannot start: the reason, in one line. */
function because(reason: string | RegExp) {
  const line = typeof reason === 'string' ? `error: ${reason}\n` : expect.stringMatching(new RegExp(`^error: ${reason.source}\n$`))
  return { status: 2, stdout: '', stderr: line }
}

describe('verify does not run against', () => {
  it('a closed port', async () => {
    const server = createServer()
    const url = await opened(server, 'http')
    await new Promise((resolve) => server.close(resolve))

    expect(await verified(url)).toEqual(because(/The server cannot be reached: GET \S+: connect ECONNREFUSED 127\.0\.0\.1:\d+/))
  })

  it('a web page', async () => {
    const url = await listening((_, response) => void response.setHeader('content-type', 'text/html; charset=utf-8').end('<html>'))

    expect(await verified(url)).toEqual(
      because(`${url}/conversations answers 200 with text/html, not JSON: is ${url} the base URL of the API, with its /v1?`),
    )
  })

  it('a server without the conversations endpoint', async () => {
    const url = await listening((_, response) => void response.writeHead(404, { 'content-type': 'application/json' }).end('{}'))

    expect(await verified(url)).toEqual(because(`${url}/conversations answers 404: is ${url} the base URL of the API, with its /v1?`))
  })

  it('a server that returns a 503', async () => {
    const url = await listening((_, response) => void response.writeHead(503).end('{"error":{}}'))

    expect(await verified(url)).toEqual(because(`${url}/conversations answers 503: server error`))
  })

  it('a server that rejects the key', async () => {
    const { url } = await served(createMock({ apiKeys: ['right'] }))

    expect(await verified(url)).toEqual(
      because(`${url}/conversations rejects the API key (401); pass a valid one with --api-key or LINKTOR_API_KEY`),
    )
  })

  it.each([
    ['does not answer', () => {}],
    ['does not end its answer', (_: unknown, response: { write(text: string): void }) => response.write('{"data":')],
  ])('a server that %s', async (_, listener) => {
    const url = await listening(listener)
    const started = performance.now()

    expect(await verified(url, '--timeout', '300')).toEqual(
      because(`The server cannot be reached: GET ${url}/conversations?perPage=1: no answer within 300 ms`),
    )
    expect(performance.now() - started).toBeLessThan(5000)
  })

  it('a server that redirects', async () => {
    const url = await listening((_, response) => void response.writeHead(302, { location: `/login?key=${KEY}` }).end())

    expect(await verified(url)).toEqual(
      because(`${url}/conversations redirects to /login?key=$LINKTOR_API_KEY (302): give the base URL that it leads to`),
    )
  })

  it('a server whose certificate Node does not trust', async () => {
    const url = await opened(createTlsServer(CERTIFICATE), 'https')

    expect(await verified(url)).toEqual(
      because(
        /The server cannot be reached: .*self-signed certificate \(DEPTH_ZERO_SELF_SIGNED_CERT\): have Node trust .*NODE_EXTRA_CA_CERTS=<file\.pem>/,
      ),
    )
  })

  it('a server that does not speak TLS', async () => {
    const url = await listening(() => {})

    expect(await verified(url.replace('http:', 'https:'))).toEqual(
      because(/The server cannot be reached: .*: it does not speak TLS; is it http:\/\/\?/),
    )
  })

  it('a server that keeps answering 429', async () => {
    const url = await listening((_, response) => void response.writeHead(429, { 'retry-after': '3600' }).end('{"error":{}}'))

    expect(await verified(url)).toEqual(because(/.* keeps answering 429 \(too many requests\); try later, or limit the rate with --rps/))
  })
})

describe('verify rejects', () => {
  it.each([
    [[], 'Which server? Give its base URL: linktor-mock verify https://host/v1'],
    [['127.0.0.1:4010'], /The base URL must be the URL of an API, as https:\/\/host\/v1, without .*/],
    [['ftp://host/v1'], /The base URL must be .*/],
    [['https://me:my-password@host/v1'], /The base URL must be [^@]*/],
    [['https://host/v1?key=secret'], /The base URL must be [^=]*/],
    [['https://host/v1', '--api-key', 'my secret'], '--api-key must be text without white space'],
    [['https://host/v1', '--update-baseline'], '--update-baseline needs --baseline <file>'],
    [['https://host/v1', '--only', 'SHUT'], /--only: there is no rule "SHUT"; name a rule, such as CLOSE-03, or all of .*CLOSE.*/],
    [['https://host/v1', '--only', 'CLOSE-01'], '--only: these rules all write; add --allow-writes'],
    [['https://host/v1', '--only', 'A,,B'], /option '--only <ids>' argument 'A,,B' is invalid\. It must be a list such as LIST,CLOSE-03\./],
    [['https://host/v1', '--timeout', '0'], /option '--timeout <ms>' .* It must be a whole number of milliseconds, from 1 to 600000\./],
    [['https://host/v1', '--rps', '0'], /option '--rps <number>' .* It must be a number of requests above 0, such as 5 or 0\.5\./],
    [['https://host/v1', '--report', 'pdf=x'], /option '--report <files>' .* It must be kind=file, with the kinds junit, json, html, md\./],
    [['https://host/v1', '--report', 'html=/dev/null/r.html'], /--report html=\/dev\/null\/r\.html: there can be no such file \(.*\)/],
    [['https://host/v1', '--alow-writes'], /unknown option '--alow-writes' \(Did you mean --allow-writes\?\)/],
    [['https://host/v1', 'and-more'], /too many arguments for 'verify'\. .*/],
  ])('%j', async (args, reason) => {
    expect(await verified(...args)).toEqual(because(reason))
  })

  it('a missing key', async () => {
    expect(await runCommandWith({}, 'verify', 'https://host/v1')).toEqual(
      because('There is no API key: give one by --api-key or LINKTOR_API_KEY'),
    )
  })

  it('an invalid key in the environment, without showing it', async () => {
    expect(await runCommandWith({ LINKTOR_API_KEY: 'two\nlines' }, 'verify', 'https://host/v1')).toEqual(
      because('LINKTOR_API_KEY must be text without white space'),
    )
  })
})

it('shows its help with the exit codes', async () => {
  const { status, stdout } = await runCommandWith({}, 'verify', '--help')

  expect(status).toBe(0)
  expect(stdout).toContain('Exit status: 0 all rules passed, 1 a rule failed, 2 the rules could not be checked.')
})

it('reports that the server became unreachable', async () => {
  const mock = createMock({ world: guideWorld })
  let answers = 0
  const { url } = await served(mock, {
    twist(answer) {
      if (++answers > 20) answer.status = 0
    },
  })
  const { status, stdout, stderr } = await verified(url, '--timeout', '1000')

  expect(status).toBe(2)
  expect(stderr).toMatch(/^error: the server is unreachable: GET \S+: .* \(\d+ rules checked, \d+ not checked\)\n$/)
  expect(stdout).toMatch(/\d+ not checked/)
})
