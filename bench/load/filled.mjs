/** A text of a repeated request with what stands in it for the `n`th one. @param {string} text @param {number} n @param {readonly string[]} ids */
export function filled(text, n, ids = []) {
  return text
    .replaceAll('{n}', String(n))
    .replaceAll('{thousand}', String(Math.floor(n / 1000)))
    .replaceAll('{id}', ids[n % ids.length] ?? '')
}
