/** Hosts that are this machine, or, of a reserved name (RFC 2606), a machine that is known in tests only. */
const NEAR = /^(localhost|127(\.\d+){3}|\[::1\]|.+\.(localhost|test))$/

/**
 * A URL for a webhook that is sent nothing of any worth: at this host nobody listens. A server on this machine is given a port of its own
 * that is closed, for there it finds out without asking for a name.
 */
export function harmlessUrl(baseUrl: string): string {
  return NEAR.test(new URL(baseUrl).hostname) ? 'https://127.0.0.1:9/linktor-mock' : 'https://linktor-mock.invalid/hook'
}
