/** Why a figure is not where it must be, as docs/decisions/0015-speed.md has found: by what it begins or ends with. */
const REASONS = [
  [
    /^(POST|PATCH) .* of bare$/,
    "half of the time is Node's and the network's; the other half validates, writes, tells and notes, with caches that the network stack has emptied in between",
  ],
  [/^GET \/conversations\/:id, of json-server$/, 'fifty times as many gets as it answers are more than the bare server can'],
  [
    /^create: /,
    'the steps are the same at each size, but after a reset each write copies a part of what it touches, from where no cache has it',
  ],
  [/^`.+&.+`: /, 'where few match, a small amount of data has less than a page of them; from 10,000 conversations on it does not grow'],
  [/^`search=zq`/, 'one or two letters make no trigram to look up, so that all texts are read'],
  [/^create, /, 'a handler of constants does not read the body that it is sent'],
  [
    /p99/,
    'on two cores the load, the writer and the receiver of webhooks take turns with the server; the bare server beside it shows as much',
  ],
]

/** @param {string} figure @returns {string | undefined} */
export function reasonOf(figure) {
  return REASONS.find(([pattern]) => pattern.test(figure))?.[1]
}
