// Puts into dist/ what the compiler does not: what is generated as JavaScript, and the API reference with the parts of Swagger UI it needs.
import { chmodSync, copyFileSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const swaggerUi = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
const SWAGGER_UI_FILES = ['swagger-ui-bundle.js', 'swagger-ui-bundle.js.LICENSE.txt', 'swagger-ui.css', 'LICENSE', 'NOTICE']

const generated = readdirSync(join(root, 'src/generated')).filter((name) => /\.(js|d\.ts|json)$/.test(name))
copy(join(root, 'src/generated'), generated, join(root, 'dist/src/generated'))
copy(join(root, 'src/server/docs'), readdirSync(join(root, 'src/server/docs')), join(root, 'dist/docs'))
copy(swaggerUi, SWAGGER_UI_FILES, join(root, 'dist/docs'))
chmodSync(join(root, 'dist/src/cli/main.js'), 0o755)

function copy(from, names, to) {
  mkdirSync(to, { recursive: true })
  for (const name of names) if (!isUpToDate(join(from, name), join(to, name))) copyFileSync(join(from, name), join(to, name))
}

function isUpToDate(source, target) {
  const copied = statSync(target, { throwIfNoEntry: false })
  const original = statSync(source)
  return copied !== undefined && copied.size === original.size && copied.mtimeMs >= original.mtimeMs
}
