// Run by peers.mjs: emulate's Stripe, on this machine only, for which it has no option.
import { readFileSync } from 'node:fs'
import { Server } from 'node:net'
import { createEmulator } from 'emulate'

const [port, file] = process.argv.slice(2)
const { listen } = Server.prototype
Server.prototype.listen = function (given, ...rest) {
  return listen.call(this, given, '127.0.0.1', ...rest.filter((argument) => typeof argument === 'function'))
}
await createEmulator({ service: 'stripe', port: Number(port), seed: JSON.parse(readFileSync(file, 'utf8')) })
