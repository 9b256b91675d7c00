import { getResponse } from 'msw'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createMock, type Mock } from '../../src/index.js'
import { type HandlersOptions, handlers } from '../../src/msw.js'

const HEADERS = { authorization: 'Bearer any' }
const WANTED = 'must be a URL such as "https://api.linktor.io/v1", a path such as "/v1", or "*/v1" for any host'

afterEach(() => {
  vi.unstubAllGlobals()
})

/** The response of a mock below a base URL; `undefined` if the request is left to other handlers. */
async function responseOf(options: HandlersOptions, url: string, mock: Mock = createMock()): Promise<Response | undefined> {
  return getResponse(handlers(mock, options), new Request(url, { headers: HEADERS }))
}

const PLACES: readonly {
  readonly what: string
  readonly baseUrl?: string | readonly string[]
  readonly inside: readonly string[]
  readonly outside: readonly string[]
}[] = [
  {
    what: "the platform's own, by default",
    inside: ['https://api.linktor.io/v1/conversations', 'https://api.linktor.io/v1/conversations?status=open#top'],
    outside: [
      'http://api.linktor.io/v1/conversations',
      'https://api.linktor.io:8443/v1/conversations',
      'https://apixlinktor.io/v1/conversations',
      'https://api.linktor.io.example.com/v1/conversations',
      'https://eu.api.linktor.io/v1/conversations',
      'https://api.linktor.io/v2/conversations',
      'https://api.linktor.io/v1beta/conversations',
      'https://api.linktor.io/api/v1/conversations',
      'https://api.linktor.io/conversations',
      'https://example.com/https://api.linktor.io/v1/conversations',
      'https://example.com/?at=https://api.linktor.io/v1/conversations',
    ],
  },
  {
    what: 'a URL',
    baseUrl: 'http://localhost:4010/api/v1',
    inside: ['http://localhost:4010/api/v1/conversations'],
    outside: [
      'http://localhost:40100/api/v1/conversations',
      'http://localhost/api/v1/conversations',
      'http://localhost:4010/v1/conversations',
    ],
  },
  {
    what: 'a URL without a path',
    baseUrl: 'https://linktor.test',
    inside: ['https://linktor.test/conversations'],
    outside: ['https://linktor.test.example.com/conversations', 'https://linktor.test:8443/conversations'],
  },
  {
    what: 'a URL with a slash at its end, or several',
    baseUrl: ['https://a.test/v1/', 'https://b.test/', 'https://c.test/v1//'],
    inside: ['https://a.test/v1/conversations', 'https://b.test/conversations', 'https://c.test/v1/conversations'],
    outside: ['https://a.test/v1beta/conversations', 'https://a.test/conversations'],
  },
  {
    what: 'several',
    baseUrl: ['https://eu.linktor.test/v1', 'https://us.linktor.test/v2'],
    inside: ['https://eu.linktor.test/v1/conversations', 'https://us.linktor.test/v2/conversations'],
    outside: ['https://eu.linktor.test/v2/conversations', 'https://us.linktor.test/v1/conversations'],
  },
  {
    what: 'a path on any host',
    baseUrl: '*/v1',
    inside: [
      'https://api.linktor.io/v1/conversations',
      'http://localhost:5173/v1/conversations',
      'http://[::1]:5173/api/v1/conversations',
      'https://h.test/v1/v1/conversations',
    ],
    outside: [
      'https://h.test/v2/conversations',
      'https://h.test/v10/conversations',
      'https://h.test/conversations',
      'https://v1/conversations',
    ],
  },
  {
    what: 'any path on any host',
    baseUrl: '*',
    inside: ['https://h.test/conversations', 'http://localhost:5173/a/b/conversations'],
    outside: [],
  },
  {
    what: 'a URL with a star in its host',
    baseUrl: 'https://*.linktor.test/v1',
    inside: ['https://eu.linktor.test/v1/conversations', 'https://a.b.linktor.test/v1/conversations'],
    outside: ['https://linktor.test/v1/conversations', 'https://eu.linktor.example/v1/conversations'],
  },
  {
    what: 'a URL with a star in its path',
    baseUrl: 'https://h.test/*/v1',
    inside: ['https://h.test/tenant-7/v1/conversations', 'https://h.test/a/b/v1/conversations'],
    outside: ['https://h.test/v1/conversations', 'https://other.test/tenant-7/v1/conversations'],
  },
  {
    what: 'a URL with characters that mean something to a regular expression',
    baseUrl: 'https://h.test/v1.0+(beta)[x]$',
    inside: ['https://h.test/v1.0+(beta)[x]$/conversations'],
    outside: [
      'https://h.test/v1x0+(beta)[x]$/conversations',
      'https://h.test/v1.00beta/conversations',
      'https://h.test/v1.0+(beta)x/conversations',
    ],
  },
]

describe.for(PLACES)('a base URL: $what', ({ baseUrl, inside, outside }) => {
  const options = baseUrl === undefined ? {} : { baseUrl }

  it.for(inside)('responds to %s', async (url) => {
    const response = await responseOf(options, url)
    expect(response?.status).toBe(200)
    expect(await response?.json()).toMatchObject({ data: [{ id: 'conv_abc123' }] })
    const [path = '', query = ''] = url.split(/[?#]/)
    expect((await responseOf(options, `${path}/conv_abc123/participants?${query}`))?.status).toBe(200)
    expect((await responseOf(options, path.replace(/conversations$/, 'nope')))?.status).toBe(404)
  })

  it('leaves the rest to other handlers', async () => {
    for (const url of outside) expect({ url, response: await responseOf(options, url) }).toEqual({ url, response: undefined })
  })
})

describe('a base URL that is a path', () => {
  it('is relative to the page', async () => {
    vi.stubGlobal('location', new URL('http://localhost:5173/inbox?open=1'))
    for (const baseUrl of ['/api/v1', '/api/v1/']) {
      expect((await responseOf({ baseUrl }, 'http://localhost:5173/api/v1/conversations'))?.status).toBe(200)
      expect(await responseOf({ baseUrl }, 'http://localhost:5174/api/v1/conversations')).toBeUndefined()
      expect(await responseOf({ baseUrl }, 'http://localhost:5173/v1/conversations')).toBeUndefined()
    }
    expect((await responseOf({ baseUrl: '/' }, 'http://localhost:5173/conversations'))?.status).toBe(200)
  })

  it('is rejected outside a page, and the error says what is valid', () => {
    vi.stubGlobal('location', undefined)
    expect(() => handlers(createMock(), { baseUrl: '/api/v1' })).toThrow(
      new TypeError('baseUrl: "/api/v1" is relative to a page, and there is none; "*/api/v1" is that path on any host'),
    )
  })
})

describe('a base URL', () => {
  it.for([
    '',
    'v1',
    'api.linktor.io/v1',
    'ftp://h.test/v1',
    '//h.test/v1',
    'https://',
    'https:///v1',
    'https://h.test/v1?a=1',
    '/v1#top',
    '*?a',
  ])('may not be %j', (baseUrl) => {
    const message = `baseUrl: ${JSON.stringify(baseUrl)} ${WANTED}`
    expect(() => handlers(createMock(), { baseUrl })).toThrow(new TypeError(message))
    expect(() => handlers(createMock(), { baseUrl: ['https://h.test/v1', baseUrl] })).toThrow(new TypeError(message))
  })

  it.for([5, null, undefined, {}])('may not be %j in a list', (value) => {
    const baseUrl = [value as never] // possible for callers without types
    expect(() => handlers(createMock(), { baseUrl })).toThrow(new TypeError(`baseUrl: ${JSON.stringify(value)} ${WANTED}`))
  })
})

describe('the path of a request', () => {
  it.for([
    ['https://h.test/v1', 'https://h.test/v1/conversations/v1', '/conversations/v1'],
    ['*/v1', 'https://h.test/v1/conversations/v1', '/conversations/v1'],
    ['*/v1', 'https://h.test/api/v1/conversations/v1/close?a=b%20c', '/conversations/v1/close'],
    ['https://h.test/*/v1', 'https://h.test/a/v1/conversations/v1', '/conversations/v1'],
    ['*/v1', 'https://h.test/v1', '/'],
    ['*/v1', 'https://h.test/v1/', '/'],
    ['*/v1', 'https://h.test/v1/nope/v1/x', '/nope/v1/x'],
    ['*/v1', 'https://h.test/v1/conversations/a%2Fb%20%zz', '/conversations/a%2Fb%20%zz'],
  ] as const)('below %s of %s is %s', async ([baseUrl, url, path]) => {
    const mock = createMock()
    expect((await responseOf({ baseUrl }, url, mock))?.status).toBe(url.includes('/close') ? 405 : 404)
    expect(mock.requests.all().map((request) => request.path)).toEqual([path])
  })

  it('keeps the query unchanged', async () => {
    const mock = createMock()
    const handle = vi.spyOn(mock, 'handle')
    await responseOf({}, 'https://api.linktor.io/v1/conversations?search=a%20b+c&status=open#top', mock)
    expect(handle).toHaveBeenCalledWith(expect.objectContaining({ path: '/conversations?search=a%20b+c&status=open' }))
  })
})

describe('a base URL is parsed like in browsers', () => {
  it.for([
    ['https://API.linktor.io/v1', 'https://api.linktor.io/v1'],
    ['HTTPS://api.linktor.io/v1', 'https://api.linktor.io/v1'],
    ['https://api.linktor.io:443/v1', 'https://api.linktor.io/v1'],
    ['https://api.linktor.io/a/../v1', 'https://api.linktor.io/v1'],
    ['https://münchen.test/ação', 'https://xn--mnchen-3ya.test/a%C3%A7%C3%A3o'],
  ])('%s is %s', ([baseUrl = '', expected]) => {
    expect(handlers(createMock(), { baseUrl })[0]?.info.header).toBe(`GET ${expected}/conversations`)
  })

  it.for(['http://h:port/v1', 'http://:80/v1', 'https://user:password@h/v1', 'http://h h/v1', 5, null, {}, [], [5]])(
    '%o is rejected',
    (baseUrl) => {
      expect(() => handlers(createMock(), { baseUrl: baseUrl as string })).toThrow(TypeError)
      expect(() => handlers(createMock(), { baseUrl: baseUrl as string })).toThrow(/^baseUrl: /)
    },
  )

  it('unknown options are rejected', () => {
    // @ts-expect-error: the option is baseUrl
    expect(() => handlers(createMock(), { baseURL: '*/v1' })).toThrow(
      'handlers: there is no option baseURL; there are baseUrl, unknownPaths',
    )
  })

  it('a star in a host matches a part of the host, not a path', async () => {
    const [list] = handlers(createMock(), { baseUrl: 'https://*.test/v1' })
    const headers = { authorization: 'Bearer key' }

    expect(await list?.test({ request: new Request('https://api.test/v1/conversations', { headers }) })).toBe(true)
    expect(await list?.test({ request: new Request('https://evil.example/x.test/v1/conversations', { headers }) })).toBe(false)
  })
})
