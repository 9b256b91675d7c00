import type { BrowserContext, Page } from 'playwright-core'

/** The inbox as one sees and uses it. */
export class InboxPage {
  /** Errors and warnings, as the console shows them. */
  readonly complaints: string[] = []

  private constructor(readonly page: Page) {
    page.on('pageerror', ({ message }) => this.complaints.push(message))
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.complaints.push(message.text())
    })
  }

  /** @param prepare - what is to be done before the page is there */
  static async visit(visitor: BrowserContext, url: string, prepare?: (page: Page) => Promise<void>): Promise<InboxPage> {
    const page = await visitor.newPage()
    const inbox = new InboxPage(page)
    await prepare?.(page)
    await page.goto(url)
    return inbox
  }

  /** The conversations that are listed: whose, status and last message. */
  list(): Promise<readonly string[]> {
    return this.#list().allInnerTexts()
  }

  choose(status: string): Promise<unknown> {
    return this.page.getByLabel('Status').selectOption(status)
  }

  /** Opens the first conversation with somebody. */
  open(name: string): Promise<void> {
    return this.#list().getByRole('button', { name, exact: true }).first().click()
  }

  /** The conversation that is open: with whom, and how it stands. */
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

  /** What went wrong, in the words of the page. */
  failure(): Promise<string> {
    return this.page.getByRole('alert').innerText()
  }

  /** What the page says while it waits, and only then. */
  loading(): Promise<string> {
    return this.page.getByRole('status').innerText()
  }

  #list() {
    return this.page.getByRole('list', { name: 'Conversations' }).getByRole('listitem')
  }
}
