/** Case folding, character by character. */
export function folded(text: string): string {
  const characters = [...text.normalize()].map((character) => character.toLowerCase().toUpperCase().toLowerCase().replace('ς', 'σ'))
  return characters.join('').replaceAll('i\u0307', 'i').normalize()
}
