import type { Conversation, ConversationListItem, MessageContent } from 'linktor-mock'

type Act = (id: string) => void

export function showLoading(loading: boolean): void {
  part('#loading').textContent = loading ? 'Loading…' : ''
}

export function showFailure(message: string): void {
  part('#failure').textContent = message
}

export function showList(conversations: readonly ConversationListItem[], open: Act): void {
  part('#conversations').replaceChildren(
    ...conversations.map(({ id, attributes: { contact, status, lastMessage } }) => {
      const message = lastMessage === undefined ? '' : `: ${textOf(lastMessage.content)}`
      return element(
        'li',
        button(contact.name ?? contact.phone ?? contact.id, () => open(id)),
        ` ${status}${message}`,
      )
    }),
  )
}

export function showConversation({ id, attributes, relationships }: Conversation, { close, reopen }: { close: Act; reopen: Act }): void {
  const { status, contact, channel, assignee } = attributes
  part('#conversation').replaceChildren(
    element('h2', contact.name ?? contact.phone ?? contact.id),
    element('p', `${status}, by ${channel.name}, ${assignee === undefined ? 'with nobody' : `with ${assignee.name}`}`),
    status === 'closed' ? button('Reopen', () => reopen(id)) : button('Close', () => close(id)),
    element('ol', ...(relationships?.messages ?? []).map(({ content }) => element('li', textOf(content)))),
  )
}

function textOf(content: MessageContent): string {
  if ('text' in content) return content.text
  return `(${content.type})`
}

function button(name: string, press: () => void): HTMLElement {
  const made = element('button', name)
  made.addEventListener('click', press)
  return made
}

function element(tag: string, ...children: readonly (string | Node)[]): HTMLElement {
  const made = document.createElement(tag)
  made.append(...children)
  return made
}

function part(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector)
  if (found === null) throw new Error(`index.html has no ${selector}`)
  return found
}
