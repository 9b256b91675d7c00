// Ajv writes out at every rule how an error is noted, with much that nobody reads. This says it once, and leaves the rest out:
// the code of the validators becomes less than half as long, and tells the same violations in the same order.

const ERROR = String.raw`const (err\d+) = \{ instancePath(?:: (.+?))?, schemaPath: "(?:[^"\\]|\\.)*", keyword: ("\w+"), params: (.*) \};
\s*if \(vErrors === null\) \{
\s*vErrors = \[\1\];
\s*\} else \{
\s*vErrors\.push\(\1\);
\s*\}
\s*errors\+\+;`

const CALL = String.raw`if \(!(validate\d+)\((.+), \{ instancePath(?:: (.+))?, parentData(?:: .+)?, parentDataProperty(?:: .+)?, rootData \}\)\) \{
\s*vErrors = vErrors === null \? \1\.errors : vErrors\.concat\(\1\.errors\);
\s*errors = vErrors\.length;
\s*\}`

const PARAMETERS = '{ instancePath = "", parentData, parentDataProperty, rootData = data } = {}'

const NOTED = `
function noted(violations, instancePath, keyword, params) {
  const violation = { instancePath, keyword, params };
  if (violations === null) return [violation];
  violations.push(violation);
  return violations;
}
`

/**
 * @param {string} code - of Ajv, as esbuild prints it
 * @throws Error when Ajv writes its errors in another way than this knows
 */
export function compact(code) {
  const compacted = code
    .replaceAll(
      new RegExp(ERROR, 'g'),
      (_, _name, path = 'instancePath', keyword, params) => `vErrors = noted(vErrors, ${path}, ${keyword}, ${params});\nerrors++;`,
    )
    .replaceAll(
      new RegExp(CALL, 'g'),
      (_, validate, value, path = 'instancePath') =>
        `if (!${validate}(${value}, ${path})) {\nvErrors = vErrors === null ? ${validate}.errors : vErrors.concat(${validate}.errors);\nerrors = vErrors.length;\n}`,
    )
    .replaceAll(PARAMETERS, 'instancePath = ""')
  const strange = /^.*\b(schemaPath|parentData|vErrors\.push|evaluated)\b.*$/m.exec(compacted)
  if (strange) throw new Error(`spec/generate/compact.mjs does not know what Ajv writes here: ${strange[0].trim()}`)
  return compacted + NOTED
}
