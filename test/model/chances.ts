import fc from 'fast-check'

/** Present once in a few times. */
export function sometimes<T>(arbitrary: fc.Arbitrary<T>, oneIn = 2): fc.Arbitrary<T | undefined> {
  return fc.oneof({ withCrossShrink: true }, { weight: oneIn - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })
}

/** Absent once in a few times. */
export function mostly<T>(arbitrary: fc.Arbitrary<T>, leftOutOnceIn = 4): fc.Arbitrary<T | undefined> {
  return fc.oneof({ withCrossShrink: true }, { weight: 1, arbitrary: fc.constant(undefined) }, { weight: leftOutOnceIn - 1, arbitrary })
}
