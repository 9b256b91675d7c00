import type { BrowserContext, Page } from 'playwright-core'

/** The inbox as a user sees it. */
export class InboxPage {
  /** Errors and warnings of the console. */
  readonly complaints: string[] = []

  private constructor(readonly page: Page) {
    page.on('pageerror', ({ message }) => this.complaints.push(message))
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.complaints.push(message.text())
    })
  }

  /** @param prepare - runs before the page is loaded */
  static async visit(visitor: BrowserContext, url: string, prepare?: (page: Page) => Promise<void>): Promise<InboxPage> {
    const page = await visitor.newPage()
    const inbox = new InboxPage(page)
    await prepare?.(page)
    await page.goto(url)
    return inbox
  }

  /** Listed conversations: contact, status and last message. */
  list(): Promise<readonly string[]> {
    return this.#list().allInnerTexts()
  }

  choose(status: string): Promise<unknown> {
    return this.page.getByLabel('Status').selectOption(status)
  }

  /** Opens the first conversation of a contact. */
  open(name: string): Promise<void> {
    return this.#list().getByRole('button', { name, exact: true }).first().click()
  }

  /** The open conversation: contact and status. */
  async conversation(): Promise<string> {
    const [name, facts] = await this.page.getByRole('article').locator('h2, p').allInnerTexts()
    return `${name}: ${facts}`
  }

  /** Its messages, oldest first. */
  messages(): Promise<readonly string[]> {
    return this.page.getByRole('article').getByRole('listitem').allInnerTexts()
  }

  press(name: 'Close' | 'Reopen'): Promise<void> {
    return this.page.getByRole('button', { name, exact: true }).click()
  }

  /** Error that the page shows. */
  failure(): Promise<string> {
    return this.page.getByRole('alert').innerText()
  }

  /** Loading text, which the page shows only while it waits. */
  loading(): Promise<string> {
    return this.page.getByRole('status').innerText()
  }

  #list() {
    return this.page.getByRole('list', { name: 'Conversations' }).getByRole('listitem')
  }
}
