import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** A module of the core that the package does not export, to be measured. @param {string} path */
export async function fromSource(path) {
  const absWorkingDir = fileURLToPath(new URL('..', import.meta.url))
  const { outputFiles } = await build({ absWorkingDir, entryPoints: [path], bundle: true, format: 'esm', target: 'es2022', write: false })
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`)
}
