import type { BrowserContext, Page } from 'playwright-core'

/** The inbox page as a user sees and uses it. */
export class InboxPage {
  /** Errors and warnings of the console. */
  readonly complaints: string[] = []

  private constructor(readonly page: Page) {
    page.on('pageerror', ({ message }) => this.complaints.push(message))
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.complaints.push(message.text())
    })
  }

  /** @param prepare - called before the page is loaded */
  static async visit(visitor: BrowserContext, url: string, prepare?: (page: Page) => Promise<void>): Promise<InboxPage> {
    const page = await visitor.newPage()
    const inbox = new InboxPage(page)
    await prepare?.(page)
    await page.goto(url)
    return inbox
  }

  /** The listed conversations: contact, status and last message. */
  list(): Promise<readonly string[]> {
    return this.#list().allInnerTexts()
  }

  choose(status: string): Promise<unknown> {
    return this.page.getByLabel('Status').selectOption(status)
  }

  /** Opens the first conversation with the contact. */
  open(name: string): Promise<void> {
    return this.#list().getByRole('button', { name, exact: true }).first().click()
  }

  /** The open conversation: contact and status. */
  async conversation(): Promise<string> {
    const [name, facts] = await this.page.getByRole('article').locator('h2, p').allInnerTexts()
    return `${name}: ${facts}`
  }

  /** The messages of the open conversation, oldest first. */
  messages(): Promise<readonly string[]> {
    return this.page.getByRole('article').getByRole('listitem').allInnerTexts()
  }

  press(name: 'Close' | 'Reopen'): Promise<void> {
    return this.page.getByRole('button', { name, exact: true }).click()
  }

  /** The error shown on the page. */
  failure(): Promise<string> {
    return this.page.getByRole('alert').innerText()
  }

  /** The loading text, shown only while the page waits. */
  loading(): Promise<string> {
    return this.page.getByRole('status').innerText()
  }

  #list() {
    return this.page.getByRole('list', { name: 'Conversations' }).getByRole('listitem')
  }
}
