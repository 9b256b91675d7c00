/** This machine, or a host under a reserved test name (RFC 2606). */
const NEAR = /^(localhost|127(\.\d+){3}|\[::1\]|.+\.(localhost|test))$/

/**
 * An unreachable URL for webhooks. A server on this machine gets a closed local port, which fails at once, without a DNS lookup.
 */
export function harmlessUrl(baseUrl: string): string {
  return NEAR.test(new URL(baseUrl).hostname) ? 'https://127.0.0.1:9/linktor-mock' : 'https://linktor-mock.invalid/hook'
}
