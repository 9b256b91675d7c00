/** Whether the host of a URL, in small letters and an address of IPv6 in brackets, is this machine under any name that it has. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
}
