/** Control characters but tabs and line ends, separators of lines, and characters that turn the direction of writing. */
const CONTROL_CHARACTERS = /[^\P{Cc}\t\n]|[\p{Zl}\p{Zp}\p{Bidi_Control}]/gu

/**
 * Makes control characters visible, which a terminal would execute and a page must not contain. As escapes of JSON, they leave the value of
 * a JSON text as it is.
 *
 * @example printable('\u001b[2J') // '\\u001b[2J'
 */
export function printable(text: string): string {
  return text.replace(CONTROL_CHARACTERS, escaped)
}

/** Makes tabs and line ends visible too, for text within a line. */
export function printableInLine(text: string): string {
  return printable(text).replace(/[\t\n]/g, escaped)
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
