/** What is on the disk cannot be gone on with: says which file, where in it, and what was expected. Nothing was changed. */
export class DataError extends Error {
  /** @param line - counted from 1 */
  constructor(path: string, problem: string, line?: number) {
    super(`${path}${line === undefined ? '' : `, line ${line}`}: ${problem}`)
    this.name = 'DataError'
  }
}
