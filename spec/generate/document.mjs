// Reads an OpenAPI document, for the routes and the validators.

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/**
 * Returns every operation of a document, with its own parameters and those of its path item.
 * @param {any} api
 */
export function operationsOf(api) {
  return Object.entries(api.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => {
      const operation = item[method]
      const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((parameter) => resolve(api, parameter))
      return { path, method: method.toUpperCase(), operationId: operation.operationId, operation, parameters }
    }),
  )
}

/**
 * Returns the target of a `$ref` within the document, and any other node unchanged.
 * @param {any} api @param {any} node
 */
export function resolve(api, node) {
  if (!node?.$ref) return node
  const target = node.$ref
    .replace(/^#\//, '')
    .split('/')
    .reduce((at, key) => at?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], api)
  if (!target) throw new Error(`${node.$ref} has no target`)
  return resolve(api, target)
}

/** @param {any} api @param {any} operation */
export function bodySchemaOf(api, operation) {
  return resolve(api, operation.requestBody)?.content?.['application/json']?.schema
}
