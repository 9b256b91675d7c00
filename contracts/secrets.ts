import type { ContractOptions } from './options.js'

/** Keys of at least this length are masked everywhere; shorter ones, which may be part of a word, only as a separate word. */
const LONG = 8
/** Keys shorter than this, which may be a word themselves, are masked only after `Bearer `. */
const WORD = 4

/**
 * Masks the keys of a run in the responses of a server, before anything reads them: no report can contain a key, or a part of one.
 *
 * @example hiderOf({ baseUrl, apiKey: 'a-secret-key' })('the key a-secret-key is no good') // 'the key $LINKTOR_API_KEY is no good'
 */
export function hiderOf({ apiKey, invalidApiKey = '' }: ContractOptions): (text: string) => string {
  const hidden = [...formsOf(apiKey, '$LINKTOR_API_KEY'), ...formsOf(invalidApiKey, '$LINKTOR_INVALID_API_KEY')]
  return (text) => hidden.reduce((masked, [secret, name]) => masked.replaceAll(secret, () => name), text)
}

/** The forms of a key: plain, in JSON, in a URL. */
function formsOf(key: string, name: string): [secret: RegExp, name: string][] {
  if (key === '') return []
  const forms = [...new Set([key, JSON.stringify(key).slice(1, -1), encodeURIComponent(key)])]
  return forms.map((form) => {
    const plain = form.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
    if (key.length >= LONG) return [new RegExp(plain, 'g'), name]
    return [new RegExp(key.length >= WORD ? `(?<![\\w-])${plain}(?![\\w-])` : `(?<=Bearer )${plain}`, 'g'), name]
  })
}
