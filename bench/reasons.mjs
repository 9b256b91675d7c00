/** Why a figure is not where it must be, as docs/decisions/0015-speed.md has found: by what it begins or ends with. */
const REASONS = [
  [
    /^(POST|PATCH) .* of bare$/,
    'a bare server that is busy for 30 µs of each request does not reach it either; a fake has to parse, validate, write, tell and note in that time, collect its garbage, and wake up the load, which sleeps while it waits',
  ],
  [
    /^GET \/conversations\/:id, of json-server$/,
    'fifty times as many gets as it answers are three quarters of what the bare server can, which leaves 5 µs for each',
  ],
  [/^create: /, 'the steps are the same at each size; at the largest, what they touch is in no cache'],
  [/^`.+&.+`: /, 'to fill a page, as many more are looked at as do not match, and at the largest size none of them is in a cache'],
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
