import openapiTS, { astToString } from 'openapi-typescript'
import ts from 'typescript'

/**
 * TypeScript types of a document, read-only: what came from the state is not to be changed. But what is sent has to be put together
 * first, so that the lists of a request are to be written to.
 *
 * @param {URL} document
 */
export async function typesModule(document) {
  const ast = await openapiTS(document, { immutable: true, alphabetize: false, postTransform: withLists })
  return astToString(ast).replace('export interface paths {', `${PATHS}\ninterface ReadonlyPaths {`)
}

// openapi-fetch (0.17) takes a read-only list for an object like any other, and gives it without what a list can do.
const PATHS = `/** The endpoints by their paths, as openapi-fetch wants them: \`createClient<paths>()\`. */
export type paths = WithLists<ReadonlyPaths>;
type WithLists<T> = T extends readonly (infer Item)[] ? WithLists<Item>[] : T extends object ? {
    [Key in keyof T]: WithLists<T[Key]>;
} : T;`

function withLists(node, { path }) {
  const isReadonlyList = ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.ReadonlyKeyword
  return isReadonlyList && /^#\/components\/schemas\/\w+Request\//.test(path ?? '') ? node.type : undefined
}
