import { createHmac } from 'node:crypto'
import { vi } from 'vitest'

/**
 * Computes signatures at once. `crypto.subtle` computes them in another thread, in real time: with fake timers, a rule has waited for a
 * delivery before a busy machine has signed it.
 */
export function signAtOnce(): () => void {
  const secrets = new WeakMap<CryptoKey, Uint8Array>()
  const importKey = vi.spyOn(crypto.subtle, 'importKey').mockImplementation(async (_format: string, secret: unknown) => {
    const key = {} as CryptoKey
    secrets.set(key, secret as Uint8Array)
    return key
  })
  const sign = vi.spyOn(crypto.subtle, 'sign').mockImplementation(async (_algorithm, key, data) => {
    const digest = createHmac('sha256', secrets.get(key) ?? '')
      .update(data as Uint8Array)
      .digest()
    return new Uint8Array(digest).buffer
  })
  return () => {
    importKey.mockRestore()
    sign.mockRestore()
  }
}
