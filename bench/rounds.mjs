import { median } from './median.mjs'

/**
 * Measures each contestant in turn, round after round, and gives the figures of each. What else the machine does hits neighbours alike,
 * so that their ratio stands where the figures themselves do not.
 *
 * @template T
 * @param {Record<string, T>} contestants by their names
 * @param {(contestant: T, round: number) => Promise<number | object> | number | object} measure
 * @param {{ rounds: number, warmups?: number, first?: number }} options rounds that warm up are not kept; the first round of all starts with the contestant at place `first`
 * @returns {Promise<Record<string, any[]>>}
 */
export async function inTurn(contestants, measure, { rounds, warmups = 1, first = 0 }) {
  const names = Object.keys(contestants)
  const figures = Object.fromEntries(names.map((name) => [name, []]))
  for (let round = -warmups; round < rounds; round++) {
    // Each round starts with another one, so that what comes and goes within a round does not always hit the same.
    for (const place of names.keys()) {
      const name = names[(place + first + round + warmups) % names.length]
      const figure = await measure(contestants[name], round)
      if (round >= 0) figures[name].push(figure)
    }
  }
  return figures
}

/**
 * The median of the ratios within each round.
 *
 * @param {number[]} figures
 * @param {number[]} others of the same rounds
 */
export function ratioOf(figures, others) {
  return median(figures.map((figure, round) => figure / others[round]))
}
