import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** A module of the core that the package does not export, to be measured. @param {string} path */
export async function fromSource(path) {
  const absWorkingDir = fileURLToPath(new URL('..', import.meta.url))
  const bundled = { bundle: true, platform: 'node', format: 'esm', target: 'es2022', write: false }
  const { outputFiles } = await build({ absWorkingDir, entryPoints: [path], ...bundled })
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`)
}
