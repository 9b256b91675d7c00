import { printable } from '../../printable.js'

/** HTML, as opposed to text that must be escaped. */
export class Markup {
  readonly html: string

  constructor(html: string) {
    this.html = html
  }
}

type Shown = string | number | Markup | readonly Markup[] | false | undefined

/**
 * HTML from a template: values are escaped unless they are markup. `false` and `undefined` are omitted.
 *
 * @example markup`<p>${'a < b'}</p>`.html // '<p>a &lt; b</p>'
 */
export function markup(texts: TemplateStringsArray, ...values: readonly Shown[]): Markup {
  return new Markup(texts.map((text, i) => text + htmlOf(values[i])).join(''))
}

function htmlOf(value: Shown): string {
  if (value === undefined || value === false) return ''
  if (value instanceof Markup) return value.html
  return typeof value === 'object' ? value.map(({ html }) => html).join('') : escaped(String(value))
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escaped(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}
