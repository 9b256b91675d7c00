/** Why a figure is not where it must be, as docs/decisions/0015-speed.md has found: by what it begins or ends with. */
const REASONS = [
  [
    /^(POST|PATCH) .* of bare$/,
    'it is reached on a quiet machine; where others use it too, what they take from the caches costs a write more than a constant answer',
  ],
  [
    /^GET \/conversations\/:id, of json-server$/,
    'fifty times as many gets as it answers are nearly all that the bare server can, and more on some machines',
  ],
  [/^create: /, 'the steps are the same at each size; at the largest, what they touch is in no cache'],
  [/^`.+&.+`: /, 'as many are looked at as at the smallest size, but at the largest none of them is in a cache'],
  [/^`search=the`/, 'each of 100,000 texts is read until the word comes, 250 ns each: to know beforehand would take an index of all words'],
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
