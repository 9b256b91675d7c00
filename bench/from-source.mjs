import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** What modules of the core export that the package does not, to be measured. @param {readonly string[]} paths */
export async function fromSource(...paths) {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const contents = paths.map((path) => `export * from './${path}'`).join('\n')
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'es2022',
    write: false,
  })
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`)
}
