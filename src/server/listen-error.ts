/** Reason why a server cannot listen, with a remedy. */
export function whyNotListening({ code, message }: NodeJS.ErrnoException, port: number, host: string): string {
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} of ${host} is in use: choose another, or 0 for any that is free`
    case 'EACCES':
      return `port ${port} of ${host} is not open to you: choose one from 1024 on, or 0 for any that is free`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `host ${host} is no address of this machine: choose 127.0.0.1 for this machine only, 0.0.0.0 for all that reach it`
    default:
      return `cannot listen on port ${port} of ${host}: ${message}`
  }
}
