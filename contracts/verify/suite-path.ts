import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** In the package the suite is a file beside the bundle, or above its chunks; in the repository it is the source. */
const PLACES = ['./contract-suite.js', '../contract-suite.js', './suite.ts']

/** The file of tests that vitest runs. */
export function suitePath(): string {
  const paths = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url)))
  const found = paths.find((path) => existsSync(path))
  if (found === undefined) throw new Error(`the package is not complete: there is none of ${paths.join(', ')}`)
  return found
}
