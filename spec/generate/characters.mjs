/** The length of a text as JSON Schema counts it: by Unicode's characters, of which some are pairs in a string. @param {string} text */
export function characters(text) {
  let count = text.length
  for (let i = 1; i < text.length; i++) if (isLow(text.charCodeAt(i)) && isHigh(text.charCodeAt(i - 1))) count--
  return count
}

const isHigh = (unit) => unit >= 0xd800 && unit <= 0xdbff
const isLow = (unit) => unit >= 0xdc00 && unit <= 0xdfff
