/** The text of a message, if it has one. */
export function textOf(message: { readonly content: object } | undefined): string | undefined {
  const text: unknown = message && Reflect.get(message.content, 'text')
  return typeof text === 'string' ? text : undefined
}

/** The longest word of a text that has at least six letters, so that no search drops it as too common, and is not part of the other texts. */
export function wordToSearch(text: string | undefined, others: readonly (string | undefined)[]): string | undefined {
  const elsewhere = others.join('\n').toLowerCase()
  const words = (text?.split(/\s+/) ?? []).map((word) => word.replace(/^\P{L}+|\P{L}+$/gu, ''))
  const candidates = words.filter((word) => /^\p{L}{6,}$/u.test(word) && !elsewhere.includes(word.toLowerCase()))
  return candidates.sort((a, b) => b.length - a.length)[0]
}
