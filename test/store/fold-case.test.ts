import { describe, expect, it } from 'vitest'
import { foldCase } from '../../src/store/fold-case.js'

describe('case folding', () => {
  it.each([
    ['ΑΣΤΡΟ', 'ΑΣ'],
    ['Κώστας', 'ΚΏΣ'],
    ['Κώστας', 'ΚΏΣΤΑΣ'],
    ['Straße', 'STRASSE'],
    ['STRAẞE', 'strasse'],
    ['İstanbul', 'istanbul'],
    ['ISTANBUL', 'İstanbul'],
    ['Zoe\u0308', 'ZOË'],
    ['ZOË', 'zoe\u0308'],
    ['\uff21\uff22', '\uff41\uff42'],
    ['ﬁnal', 'FINAL'],
    ['ᾴ', 'άι'],
    ['Ǆ', 'ǆ'],
  ])('%s contains %s', (text, part) => {
    expect(foldCase(text)).toContain(foldCase(part))
  })

  it.each([
    ['cafe', 'café'],
    ['ae', 'æ'],
  ])('%s does not contain %s', (text, part) => {
    expect(foldCase(text)).not.toContain(foldCase(part))
  })

  it('is equal for both cases of every character, is stable, and does not depend on neighbours', () => {
    const wrong: string[] = []
    for (let code = 0; code <= 0x1ffff; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue
      const character = String.fromCodePoint(code)
      const folded = foldCase(character)
      const equal = [character.toUpperCase(), character.toLowerCase(), folded, character.normalize('NFD')].every(
        (other) => foldCase(other) === folded,
      )
      const apart = foldCase(`a${character}`) + foldCase(`${character}.`) === `a${folded}${folded}.`
      // A mark joins the letter before it.
      if (!equal || (!apart && !/^\p{M}/u.test(folded.normalize('NFD')))) wrong.push(character)
    }
    expect(wrong).toEqual([])
  })
})
