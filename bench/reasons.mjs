/** Why a figure is not where it must be, as docs/decisions/0015-speed.md has found: by what it begins or ends with. */
const REASONS = [
  [
    /^(POST|PATCH) .* of bare$/,
    'it is reached in most runs (0.36 to 0.49), by little; where others use the machine too, what they take from the caches costs a write more than a constant answer, and a server that is merely busy for 30 µs is no nearer',
  ],
  [
    /^GET \/conversations\/:id, of json-server$/,
    'a get is mostly calls of the system, and json-server searches in its own memory: what else the machine does takes more of the one than of the other; the line of bare says what a server comes to in this run that does nothing',
  ],
  [/^create: /, 'the steps are the same at each size; at the largest, what they touch is in no cache'],
  [/^`.+&.+`: /, 'as many are looked at as at the smallest size, but at the largest none of them is in a cache'],
  [/^create, /, 'a handler of constants does not read the body that it is sent'],
  [
    /p99/,
    'on two cores the bare server, which sends no webhooks, does not reach it either, with writes or without; the rest of ours is mostly garbage collection on the one core of the server',
  ],
]

/** @param {string} figure @returns {string | undefined} */
export function reasonOf(figure) {
  return REASONS.find(([pattern]) => pattern.test(figure))?.[1]
}
