/** A remedy for an error of TLS about a certificate; empty for any other error. */
export function certificateRemedy(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (!/CERT|SIGNATURE|ALTNAME/.test(code)) return ''
  return ` (${code}): have Node trust its certificate, by NODE_EXTRA_CA_CERTS=<file.pem>`
}
