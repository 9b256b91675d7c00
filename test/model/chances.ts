import fc from 'fast-check'

/** A value in one of `oneIn` cases, otherwise `undefined`. */
export function sometimes<T>(arbitrary: fc.Arbitrary<T>, oneIn = 2): fc.Arbitrary<T | undefined> {
  return fc.oneof({ withCrossShrink: true }, { weight: oneIn - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })
}

/** `undefined` in one of `leftOutOnceIn` cases, otherwise a value. */
export function mostly<T>(arbitrary: fc.Arbitrary<T>, leftOutOnceIn = 4): fc.Arbitrary<T | undefined> {
  return fc.oneof({ withCrossShrink: true }, { weight: 1, arbitrary: fc.constant(undefined) }, { weight: leftOutOnceIn - 1, arbitrary })
}
