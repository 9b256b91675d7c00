import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createMock, type Mock } from '../../src/mock/create-mock.js'
import { startServer } from '../../src/server.js'
import { chromiumPath } from '../chromium.js'

const CHROMIUM = chromiumPath()
const BUILT = existsSync(new URL('../../dist/docs/index.html', import.meta.url))

const OPERATIONS = [
  'Conversations-listConversations',
  'Conversations-getConversation',
  'Conversations-createConversation',
  'Conversations-updateConversation',
  'Lifecycle-closeConversation',
  'Lifecycle-reopenConversation',
  'Assignment-assignConversation',
  'Assignment-transferConversation',
  'Participants-listConversationParticipants',
]
const WEBHOOK_OPERATIONS = [
  'Webhooks-listWebhooks',
  'Webhooks-createWebhook',
  'Webhooks-getWebhook',
  'Webhooks-updateWebhook',
  'Webhooks-deleteWebhook',
  'Webhooks-testWebhook',
  'Webhooks-listDeliveries',
  'Webhooks-retryDelivery',
]

describe.skipIf(CHROMIUM === undefined || !BUILT)(
  'the reference in a browser (needs Chromium, see CHROMIUM_PATH, and npm run build)',
  { timeout: 60_000 },
  () => {
    let browser: Browser

    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox', '--disable-background-networking'] })
    }, 60_000)

    afterAll(() => browser.close())

    /** The open reference page of a mock; with all of its requests and all console errors. */
    async function opened(mock: Mock, hash = ''): Promise<{ page: Page; origin: string; requests: string[]; complaints: string[] }> {
      const server = await startServer(mock, { port: 0 })
      const page = await browser.newPage()
      onTestFinished(async () => {
        await page.close()
        await server.close({ force: true })
      })
      const [requests, complaints]: string[][] = [[], []]
      page.on('request', (request) => requests?.push(request.url()))
      page.on('console', (message) => complaints?.push(message.text()))
      page.on('pageerror', (error) => complaints?.push(error.message))
      const origin = `http://127.0.0.1:${server.port}`
      await page.goto(`${origin}/docs${hash}`)
      await page.waitForSelector('.opblock')
      return { page, origin, requests: requests ?? [], complaints: complaints ?? [] }
    }

    async function execute(page: Page, operation: string): Promise<string> {
      const block = page.locator(`#operations-${operation}`)
      await block.locator('.opblock-summary-control').click()
      await block.locator('button.execute').click()
      const status = await block.locator('.live-responses-table .response .response-col_status').first().textContent()
      await block.locator('.opblock-summary-control').click() // closed again: a page of nine open ones is slow
      return status?.trim() ?? ''
    }

    it('shows all operations, first those of the guide, then those of the platform', async () => {
      const { page } = await opened(createMock())
      const ids = await page
        .locator('.opblock-tag-section .opblock')
        .evaluateAll((blocks) => blocks.map(({ id }) => id.replace('operations-', '')))

      expect(ids).toEqual([...OPERATIONS, ...WEBHOOK_OPERATIONS])
    })

    it('connects to its own server only, and violates no policy', async () => {
      const { page, origin, requests, complaints } = await opened(createMock())
      for (const operation of OPERATIONS) await page.locator(`#operations-${operation} .opblock-summary-control`).click()
      await page.locator('#operations-Participants-listConversationParticipants button.execute').waitFor()

      expect(requests.filter((url) => !url.startsWith(`${origin}/`) && !url.startsWith('data:'))).toEqual([])
      expect(complaints).toEqual([])
    })

    it("has the guide's examples by their names", async () => {
      const { page } = await opened(createMock())
      await page.locator('#operations-Conversations-createConversation .opblock-summary-control').click()
      const request = page.locator('#operations-Conversations-createConversation .opblock-section-request-body')

      expect(await request.locator('.examples-select').textContent()).toContain('A conversation with a new contact')
      expect(await request.locator('textarea').inputValue()).toContain('"channelId": "ch_xyz789"')
    })

    it('runs each operation of the guide unchanged, with a key, and applies the changes', async () => {
      const mock = createMock()
      const { page } = await opened(mock)
      const statuses: Record<string, string> = {}
      for (const operation of OPERATIONS) statuses[operation] = await execute(page, operation)

      expect(Object.values(statuses)).toEqual(['200', '200', '201', '200', '200', '200', '200', '200', '200'])
      expect(mock.db.conversations.get('conv_abc123').assigneeId).toBe('user_expert')
      expect(mock.db.conversations.count()).toBe(2)
    })

    it('can be linked to by operation', async () => {
      const { page } = await opened(createMock(), '#/Lifecycle/closeConversation')

      await page.locator('#operations-Lifecycle-closeConversation button.execute').waitFor()
    })
  },
)
