import type { ContractOptions } from './options.js'

/** A key that is shorter is hidden where it stands alone, for it may be part of any word; one shorter than a word, where it is sent as a key. */
const LONG = 8
const WORD = 4

/**
 * Hides the keys of a run in what a server says, before anybody looks at it: what is not known cannot be told, nor half of it.
 *
 * @example hiderOf({ baseUrl, apiKey: 'a-secret-key' })('the key a-secret-key is no good') // 'the key $LINKTOR_API_KEY is no good'
 */
export function hiderOf({ apiKey, invalidApiKey = '' }: ContractOptions): (text: string) => string {
  const hidden = [...formsOf(apiKey, '$LINKTOR_API_KEY'), ...formsOf(invalidApiKey, '$LINKTOR_INVALID_API_KEY')]
  return (text) => hidden.reduce((told, [secret, name]) => told.replaceAll(secret, () => name), text)
}

/** How a key may be written: as it is, in JSON, in a URL. */
function formsOf(key: string, name: string): [secret: RegExp, name: string][] {
  if (key === '') return []
  const forms = [...new Set([key, JSON.stringify(key).slice(1, -1), encodeURIComponent(key)])]
  return forms.map((form) => {
    const plain = form.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
    if (key.length >= LONG) return [new RegExp(plain, 'g'), name]
    return [new RegExp(key.length >= WORD ? `(?<![\\w-])${plain}(?![\\w-])` : `(?<=Bearer )${plain}`, 'g'), name]
  })
}
