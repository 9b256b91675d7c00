import { connect, type Socket } from 'node:net'

/** An attack over a new connection; the random number, from 0 to 1, varies it. */
export type Attack = (socket: Socket, random: () => number) => void

type Call = readonly [method: string, path: string]

const PATH = '/v1/conversations/conv_abc123'
const MEBIBYTE = 1024 * 1024
const DEEP = 10_000
const CONTROL_CALLS: readonly [Call, ...Call[]] = [
  ['PUT', '/_mock/state'],
  ['POST', '/_mock/reset'],
  ['POST', '/_mock/faults'],
  ['PATCH', '/_mock/clock'],
]

/** Invalid requests, by what is wrong with them. */
export const attacks: Readonly<Record<string, Attack>> = {
  'broken JSON': (socket, random) =>
    patch(socket, '{"metadata":{"a":[1,2,{"b":"c"}]},"tags":["x"]}'.slice(0, 1 + Math.floor(random() * 40))),
  'JSON that is no object': (socket, random) => patch(socket, pick(random, ['null', '[]', '7', '"text"', 'true', ' ', '[[[]]]'])),
  'text that is no UTF-8': (socket) => patch(socket, Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d])),
  'UTF-16': (socket) => patch(socket, Buffer.from('{"tags":["x"]}', 'utf16le')),
  'a content encoding that is none of ours': (socket) => patch(socket, Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]), 'Content-Encoding: gzip\r\n'),
  'deep nesting': (socket) => patch(socket, `{"metadata":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}`),
  'deep nesting of objects': (socket) => patch(socket, `{"metadata":${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}}`),
  'huge numbers': (socket, random) =>
    patch(socket, `{"metadata":{"n":${pick(random, ['1e999', '-1e999', '9'.repeat(400), `0.${'1'.repeat(5000)}`, '1e-999'])}}}`),
  'keys that objects have': (socket, random) =>
    patch(
      socket,
      `{"metadata":{"${pick(random, ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])}":{"admin":true}}}`,
    ),
  'fields that objects have': (socket, random) =>
    patch(socket, `{"${pick(random, ['__proto__', 'constructor', 'valueOf'])}":{"tags":["x"]}}`),
  NUL: (socket) => patch(socket, '{"metadata":{"a":"\\u0000"},"tags":["\\u0000"]}'),
  'bare NUL': (socket) => patch(socket, '{"tags":["\0"]}'),
  'lone surrogates': (socket) => patch(socket, '{"metadata":{"\\ud800":"\\udfff\\ud800"},"tags":["\\ud83d"]}'),
  'a string of 1 MiB': (socket) => patch(socket, `{"metadata":{"a":"${'x'.repeat(MEBIBYTE - 64)}"}}`),
  'more than 1 MiB': (socket) => patch(socket, `{"metadata":{"a":"${'x'.repeat(MEBIBYTE)}"}}`),
  'many tags': (socket) => patch(socket, JSON.stringify({ tags: Array.from({ length: 20_000 }, () => 't') })),
  'many unknown fields': (socket) =>
    patch(socket, JSON.stringify(Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`f${i}`, i])))),
  'a Content-Length that is too long': (socket) => {
    socket.end(`${head('PATCH', PATH, 'Content-Length: 500\r\n')}{"tags":["x"]}`)
  },
  'a Content-Length that is too short': (socket) => {
    socket.end(`${head('PATCH', PATH, 'Content-Length: 3\r\n')}{"tags":["x"]}`)
  },
  'a Content-Length that is none': (socket, random) => {
    socket.end(head('PATCH', PATH, `Content-Length: ${pick(random, ['-1', 'x', '1e3', '99999999999999999999', '1, 2'])}\r\n`))
  },
  'two lengths': (socket) => socket.end(`${head('PATCH', PATH, 'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n')}0\r\n\r\n`),
  'chunks that are none': (socket) => socket.end(`${head('PATCH', PATH, 'Transfer-Encoding: chunked\r\n')}zz\r\nabc\r\n0\r\n\r\n`),
  'a sender that stops': (socket) => {
    socket.write(`${head('PATCH', PATH, 'Content-Length: 64\r\n')}{"tags":`)
    socket.setTimeout(20, () => socket.destroy())
  },
  'an aborted body': (socket) => {
    socket.write(`${head('PATCH', PATH, `Content-Length: ${MEBIBYTE}\r\n`)}${'x'.repeat(70_000)}`, () => socket.destroy())
  },
  'an answer that nobody waits for': (socket) => {
    socket.write(head('GET', '/v1/conversations?perPage=100'), () => socket.destroy())
  },
  pipelining: (socket) => {
    const request = 'GET /v1/webhooks HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer k\r\n\r\n'
    socket.end(request.repeat(20) + head('GET', '/v1/webhooks'))
  },
  'a flood of headers': (socket) => socket.end(head('GET', PATH, Array.from({ length: 900 }, (_, i) => `X-${i}: v\r\n`).join(''))),
  'a header without an end': (socket) => socket.end(head('GET', PATH, `X-Long: ${'v'.repeat(20_000)}\r\n`)),
  'headers that are none': (socket, random) => {
    socket.end(`GET ${PATH} HTTP/1.1\r\nHost: a\r\n${pick(random, [': x', 'a b: c', 'A\0: b', 'X: \x01', '\x7f'])}\r\n\r\n`)
  },
  'a request line that is none': (socket, random) => {
    socket.end(
      pick(random, ['\r\n\r\n\r\n', 'GET\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', '\x16\x03\x01\x02', 'SSH-2.0-x\r\n', `${'A'.repeat(30_000)}`]),
    )
  },
  'paths that lead elsewhere': (socket, random) => {
    const path = pick(random, [
      '/v1/../../etc/passwd',
      '/v1/conversations/%2e%2e%2f',
      '/v1/%',
      '/v1/conversations/%E0%A4%A',
      '//evil',
      '/v1/conversations/__proto__',
    ])
    socket.end(head('GET', path))
  },
  'queries beyond measure': (socket, random) => {
    const query = pick(random, [
      'page=99999999999999999999',
      'perPage=1e9',
      `search=${'%25'.repeat(3000)}`,
      'status[]=open',
      'page=1&page=2',
      '__proto__=1',
      'sortBy=constructor',
      'startDate=-271821-04-20',
    ])
    socket.end(head('GET', `/v1/conversations?${query}`))
  },
  'a webhook that is none': (socket, random) => {
    const url = pick(random, [
      'http://169.254.169.254/',
      'file:///etc/passwd',
      'javascript:1',
      'https://',
      'http://127.0.0.1@evil.example/',
      ' ',
    ])
    send(socket, 'POST', '/v1/webhooks', JSON.stringify({ url, events: ['conversation.closed'] }))
  },
  'a control call with broken JSON': (socket, random) => control(socket, random, '{"advance":{"hours":[1,{"a"'.slice(0, 1 + random() * 26)),
  'a control call that is nested deep': (socket, random) =>
    control(socket, random, `{"world":${'['.repeat(DEEP)}${']'.repeat(DEEP)},"now":${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}}`),
  'a control call with a huge value': (socket, random) =>
    control(socket, random, `{"now":"${'x'.repeat(MEBIBYTE)}","kind":"${'y'.repeat(MEBIBYTE)}"}`),
  'a control call with a length that is wrong': (socket, random) => {
    const length = pick(random, ['500', '3', '-1', 'x', '99999999999999999999'])
    socket.end(`${head(...pick(random, CONTROL_CALLS), `Content-Length: ${length}\r\n`)}{"seed":1}`)
  },
  'a control call that is aborted': (socket, random) => {
    const start = head(...pick(random, CONTROL_CALLS), `Content-Length: ${MEBIBYTE}\r\n`)
    socket.write(`${start}${'['.repeat(70_000)}`, () => socket.destroy())
  },
  'a control call with fields that objects have': (socket, random) =>
    control(socket, random, `{"${pick(random, ['__proto__', 'constructor', 'valueOf'])}":{"seed":1},"conversations":1e999}`),
}

/**
 * Attacks a server once, and waits until the connection ends.
 *
 * @returns the statuses of its responses
 */
export function attackServer(port: number, attack: Attack, random: () => number): Promise<readonly number[]> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    let text = ''
    socket.setEncoding('latin1')
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.on('error', () => socket.destroy()) // what the server cut short, it may
    socket.on('close', () => resolve([...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status))))
    socket.on('connect', () => attack(socket, random))
  })
}

function control(socket: Socket, random: () => number, body: string): void {
  send(socket, ...pick(random, CONTROL_CALLS), body)
}

function patch(socket: Socket, body: string | Uint8Array, headers = ''): void {
  send(socket, 'PATCH', PATH, body, headers)
}

function send(socket: Socket, method: string, path: string, body: string | Uint8Array, headers = ''): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  socket.write(head(method, path, `Content-Type: application/json\r\nContent-Length: ${bytes.length}\r\n${headers}`))
  socket.write(bytes)
}

/** The head of a request that closes the connection after its response. */
function head(method: string, path: string, headers = ''): string {
  return `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer k\r\nConnection: close\r\n${headers}\r\n`
}

function pick<T>(random: () => number, from: readonly [T, ...T[]]): T {
  return from[Math.floor(random() * from.length)] ?? from[0]
}
