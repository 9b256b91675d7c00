/** The text of a message, if it has one. */
export function textOf(message: { readonly content: object } | undefined): string | undefined {
  const text: unknown = message && Reflect.get(message.content, 'text')
  return typeof text === 'string' ? text : undefined
}

/** The longest word of a text, long enough that no search leaves it out as too common, and none of what is to be found otherwise. */
export function wordToSearch(text: string | undefined, others: readonly (string | undefined)[]): string | undefined {
  const elsewhere = others.join('\n').toLowerCase()
  const words = (text?.split(/\s+/) ?? []).map((word) => word.replace(/^\P{L}+|\P{L}+$/gu, ''))
  const telling = words.filter((word) => /^\p{L}{6,}$/u.test(word) && !elsewhere.includes(word.toLowerCase()))
  return telling.sort((a, b) => b.length - a.length)[0]
}
