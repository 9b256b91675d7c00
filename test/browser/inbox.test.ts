import { type Browser, type BrowserContext, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test as plainTest } from 'vitest'
import { chromiumPath } from '../chromium.js'
import { type BlockingProxy, startBlockingProxy } from './blocking-proxy.js'
import { InboxPage } from './inbox-page.js'
import type { Loopback } from './loopback.js'
import { developed, published } from './sites.js'

const CHROMIUM = chromiumPath()
/** Maximum wait, in milliseconds. */
const PATIENCE = 20_000
const JOHN = 'John Doe open: Thanks for your help!'
const JOHN_CLOSED = 'John Doe closed: Thanks for your help!'
const OPEN = 'John Doe: open, by WhatsApp Business, with Support Agent'
const CLOSED = 'John Doe: closed, by WhatsApp Business, with Support Agent'

interface Fixtures {
  /** Opens the inbox in a new tab; its data is stored per tab. */
  readonly visit: (query?: string, prepare?: Parameters<typeof InboxPage.visit>[2]) => Promise<InboxPage>
  readonly inbox: InboxPage
}

for (const { how, serve } of [
  { how: 'as Vite serves it', serve: developed },
  { how: 'built, under a Content-Security-Policy', serve: published },
]) {
  const name = `an inbox whose API is a mock in the page, ${how} (needs Chromium, CHROMIUM_PATH says where)`
  describe.skipIf(CHROMIUM === undefined)(name, { timeout: 60_000 }, () => {
    let browser: Browser
    let visitor: BrowserContext
    let site: Loopback
    let outside: BlockingProxy

    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox', '--disable-background-networking'] })
      site = await serve()
      outside = await startBlockingProxy()
      visitor = await browser.newContext({ proxy: { server: outside.url, bypass: '127.0.0.1' } })
      visitor.setDefaultTimeout(PATIENCE)
    }, 60_000)

    afterAll(async () => {
      await browser.close()
      await site.close()
      await outside.close()
    })

    const test = plainTest.extend<Fixtures>({
      // biome-ignore lint/correctness/noEmptyPattern: a fixture without dependencies needs an empty pattern
      visit: async ({}, use) => {
        const visits: InboxPage[] = []
        await use(async (query = '', prepare) => {
          const inbox = await InboxPage.visit(visitor, site.url + query, prepare)
          visits.push(inbox)
          return inbox
        })
        for (const { page } of visits) await page.close()
      },
      inbox: async ({ visit }, use) => use(await visit()),
    })

    test('lists conversations, all or those of one status', async ({ inbox }) => {
      await eventually(() => inbox.list()).toHaveLength(13)
      await inbox.choose('closed')
      await eventually(() => inbox.list()).toHaveLength(5)
      expect(await inbox.list()).not.toContain(JOHN)
      await inbox.choose('open')
      await eventually(() => inbox.list()).toContain(JOHN)
    })

    test('opens a conversation with its messages', async ({ inbox }) => {
      await inbox.open('John Doe')
      await eventually(() => inbox.conversation()).toBe(OPEN)
      expect(await inbox.messages()).toHaveLength(15)
      expect((await inbox.messages()).at(-1)).toBe('Thanks for your help!')
    })

    test('shows a closed conversation as closed: on its page, in the list and after a reload', async ({ inbox }) => {
      await inbox.open('John Doe')
      await inbox.press('Close')
      await eventually(() => inbox.conversation()).toBe(CLOSED)
      expect(await inbox.list()).toContain(JOHN_CLOSED)

      await inbox.page.reload()
      await eventually(() => inbox.list()).toContain(JOHN_CLOSED)
      await inbox.open('John Doe')
      await eventually(() => inbox.conversation()).toBe(CLOSED)

      await inbox.press('Reopen')
      await eventually(() => inbox.conversation()).toBe(OPEN)
      await inbox.page.reload()
      await eventually(() => inbox.list()).toContain(JOHN)
    })

    test('starts again after a reload when nothing is stored', async ({ visit }) => {
      const inbox = await visit('?fresh')
      await inbox.open('John Doe')
      await inbox.press('Close')
      await eventually(() => inbox.list()).toContain(JOHN_CLOSED)
      await inbox.page.reload()
      await eventually(() => inbox.list()).toContain(JOHN)
    })

    test('is separate in each tab, though the tabs share a service worker', async ({ inbox, visit }) => {
      const other = await visit()
      await inbox.open('John Doe')
      await inbox.press('Close')
      await eventually(() => inbox.list()).toContain(JOHN_CLOSED)
      await other.open('John Doe')
      await eventually(() => other.conversation()).toBe(OPEN)
    })

    test("shows the API's error message, and succeeds with the second try", async ({ inbox }) => {
      await inbox.open('John Doe')
      await inbox.page.evaluate(() => {
        window.mock.faults.fail('closeConversation', { status: 500, message: 'Out of order', times: 1 })
      })
      await inbox.press('Close')
      await eventually(() => inbox.failure()).toBe('Out of order')
      expect(await inbox.conversation()).toBe(OPEN)

      await inbox.press('Close')
      await eventually(() => inbox.conversation()).toBe(CLOSED)
      expect(await inbox.failure()).toBe('')
    })

    test('cannot reach the API while its connections are cut', async ({ inbox }) => {
      await inbox.open('John Doe')
      await inbox.page.evaluate(() => {
        window.mock.faults.drop('closeConversation')
      })
      await inbox.press('Close')
      await eventually(() => inbox.failure()).toBe('The API cannot be reached.')
      expect(inbox.complaints).toContain('Failed to load resource: net::ERR_FAILED')

      await inbox.page.evaluate(() => window.mock.faults.clear())
      await inbox.press('Close')
      await eventually(() => inbox.conversation()).toBe(CLOSED)
    })

    test('shows a loading message while the API is slow', async ({ visit }) => {
      const inbox = await visit('', (page) => page.clock.install())
      const now = () => inbox.page.evaluate(() => Date.now())
      await eventually(() => inbox.list()).toContain(JOHN)
      await inbox.page.evaluate(() => {
        window.mock.faults.delay('getConversation', '10m')
      })
      const asked = await now()
      await inbox.open('John Doe')
      await eventually(() => inbox.loading()).toBe('Loading…')

      await eventually(async () => {
        await inbox.page.clock.fastForward('01:00')
        return inbox.conversation()
      }).toBe(OPEN)
      expect((await now()) - asked).toBeGreaterThanOrEqual(10 * 60_000)
      expect(await inbox.loading()).toBe('')
    })

    test('connects to no other host, and causes no browser warnings', async ({ inbox }) => {
      await inbox.choose('open')
      await inbox.open('John Doe')
      await inbox.press('Close')
      await eventually(() => inbox.conversation()).toBe(CLOSED)
      await inbox.page.reload()
      await eventually(() => inbox.list()).toContain(JOHN_CLOSED)

      expect(outside.asked).toEqual([])
      expect(inbox.complaints).toEqual([])
    })

    if (serve === published) {
      test('needs no eval, and the policy allows none', async ({ inbox }) => {
        await eventually(() => inbox.list()).toContain(JOHN)
        const made = await inbox.page.evaluate(async () => {
          await new Promise((resolve) => setTimeout(resolve)) // a debugger may do in one turn what the scripts of a page may not
          try {
            return new Function('return "made"')()
          } catch (error) {
            return String(error)
          }
        })
        expect(made).toContain('violates the following Content Security Policy directive')
      })
    }
  })
}

/** Polls until the response is the expected one. */
function eventually<T>(ask: () => Promise<T>) {
  return expect.poll(ask, { timeout: PATIENCE })
}
