/** Tells whether the host of a URL (lower case, IPv6 in brackets) is this machine, under any of its names. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
}
