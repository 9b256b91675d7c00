/**
 * Text for a comparison without regard to case: each character is folded by itself, whatever its neighbours, and equal sequences of Unicode
 * are written in one way (NFC). `toLowerCase` alone depends on context: it ends a Greek word with another sigma than it has inside.
 *
 * @example foldCase('STRASSE') === foldCase('Straße')
 */
export function foldCase(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase()
  const folded = text.normalize().toLowerCase().toUpperCase().toLowerCase() // ẞ, ß and SS become ss by way of both cases
  return folded.replaceAll('ς', 'σ').replaceAll('i\u0307', 'i').normalize() // İ becomes an i with a second dot
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
const ASCII = /^[\x00-\x7f]*$/
