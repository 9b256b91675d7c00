import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Root of the package, from `src/` and from any depth of `dist/`. */
export const packageRoot = rootAbove(dirname(fileURLToPath(import.meta.url)))

/** Version in `package.json`. */
export function packageVersion(): string {
  const { version }: { readonly version: string } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'))
  return version
}

function rootAbove(folder: string): string {
  if (existsSync(join(folder, 'spec', 'openapi.yaml')) && existsSync(join(folder, 'package.json'))) return folder
  const parent = dirname(folder)
  if (parent === folder) throw new Error('linktor-mock cannot find its own spec/openapi.yaml: it is not installed whole')
  return rootAbove(parent)
}
