/** A data file that cannot be used: names the file, the position and what was expected. Nothing was changed. */
export class DataError extends Error {
  /** @param line - from 1 */
  constructor(path: string, problem: string, line?: number) {
    super(`${path}${line === undefined ? '' : `, line ${line}`}: ${problem}`)
    this.name = 'DataError'
  }
}
