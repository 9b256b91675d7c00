/**
 * Measures several subjects in turn, round after round, and returns the figures of each. Other load on the machine then affects the
 * subjects of a round alike, so ratios within a round are more reliable than the figures themselves.
 *
 * @template T
 * @param {Record<string, T>} subjects by name
 * @param {(subject: T) => Promise<number | object> | number | object} measure
 * @param {{ rounds: number, warmups?: number, first?: number }} options `warmups` are rounds whose figures are dropped; `first` is the index of the subject that the first round starts with
 * @returns {Promise<Record<string, any[]>>}
 */
export async function inTurn(subjects, measure, { rounds, warmups = 1, first = 0 }) {
  const names = Object.keys(subjects)
  const figures = Object.fromEntries(names.map((name) => [name, []]))
  for (let round = 0; round < warmups + rounds; round++) {
    // Each round starts with the next subject, so that an effect of the order does not always hit the same one.
    for (const place of names.keys()) {
      const name = names[(place + first + round) % names.length]
      const figure = await measure(subjects[name])
      if (round >= warmups) figures[name].push(figure)
    }
  }
  return figures
}

/**
 * Returns the median of the ratios within each round.
 *
 * @param {number[]} figures
 * @param {number[]} others of the same rounds
 */
export function ratioOf(figures, others) {
  return median(figures.map((figure, round) => figure / others[round]))
}

/** @param {readonly number[]} numbers */
export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
