import { existsSync } from 'node:fs'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The browser of the browser tests: that of `CHROMIUM_PATH`, or an installed one. */
export function chromiumPath(): string | undefined {
  const { CHROMIUM_PATH } = process.env
  return (CHROMIUM_PATH === undefined ? PLACES : [CHROMIUM_PATH]).find((path) => existsSync(path))
}

/** Run once before all tests. */
export default function tellWithoutBrowser(): void {
  if (chromiumPath() !== undefined) return
  console.warn('Browser tests are left out, for there is no Chromium: apt-get install -y chromium, or say where it is by CHROMIUM_PATH.')
}
