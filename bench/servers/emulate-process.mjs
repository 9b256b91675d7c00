// Run by peers.mjs: emulate's Stripe. It listens on all interfaces and has no option for that, so `listen` is patched to 127.0.0.1.
import { readFileSync } from 'node:fs'
import { Server } from 'node:net'
import { createEmulator } from 'emulate'

const [port, file] = process.argv.slice(2)
const { listen } = Server.prototype
Server.prototype.listen = function (port, ...rest) {
  return listen.call(this, port, '127.0.0.1', ...rest.filter((argument) => typeof argument === 'function'))
}
await createEmulator({ service: 'stripe', port: Number(port), seed: JSON.parse(readFileSync(file, 'utf8')) })
