import openapiTS, { astToString } from 'openapi-typescript'
import ts from 'typescript'

/**
 * Returns the TypeScript types of a document. They are read-only, because callers must not change stored data; only the lists in request
 * bodies are mutable, because callers build those.
 *
 * @param {URL} document
 */
export async function typesModule(document) {
  const ast = await openapiTS(document, { immutable: true, alphabetize: false, postTransform: withLists })
  return astToString(ast).replace('export interface paths {', `${PATHS}\ninterface ReadonlyPaths {`)
}

// openapi-fetch 0.17 treats a read-only list as an object, and drops the methods of lists from its type.
const PATHS = `/** The endpoints by path, for openapi-fetch: \`createClient<paths>()\`. */
export type paths = WithLists<ReadonlyPaths>;
type WithLists<T> = T extends readonly (infer Item)[] ? WithLists<Item>[] : T extends object ? {
    [Key in keyof T]: WithLists<T[Key]>;
} : T;`

function withLists(node, { path }) {
  const isReadonlyList = ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.ReadonlyKeyword
  return isReadonlyList && /^#\/components\/schemas\/\w+Request\//.test(path ?? '') ? node.type : undefined
}
