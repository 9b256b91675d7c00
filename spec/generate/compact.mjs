// Ajv writes out at every rule what it checks and how an error is noted, with much that nobody reads. This has it call what `checks.mjs`
// says once, and leaves the rest out: the code of the validators becomes a third as long, and tells the same violations in the same order.

const ERROR = pattern(
  String.raw`const (err\d+) = \{ instancePath(?:: (.+?))?, schemaPath: "(?:[^"\\]|\\.)*", keyword: ("\w+"), params: (.*) \};`,
  String.raw`if \(vErrors === null\) \{`,
  String.raw`vErrors = \[\1\];`,
  String.raw`\} else \{`,
  String.raw`vErrors\.push\(\1\);`,
  String.raw`\}`,
  String.raw`errors\+\+;`,
)

const CALL = pattern(
  String.raw`if \(!(validate\d+)\((.+), \{ instancePath(?:: (.+))?, parentData(?:: .+)?, parentDataProperty(?:: .+)?, rootData \}\)\) \{`,
  String.raw`vErrors = vErrors === null \? \1\.errors : vErrors\.concat\(\1\.errors\);`,
  String.raw`errors = vErrors\.length;`,
  String.raw`\}`,
)

const PARAMETERS = '{ instancePath = "", parentData, parentDataProperty, rootData = data } = {}'

// What is kept beside the violations to count them.
const COUNTER = pattern(String.raw`(?:let errors = 0|errors = _errs\d+);`)
const COUNTED = /(const _errs\d+ =|_errs\d+ ===) errors\b/g

// From here on as it is with the errors noted.
const PROPERTY = pattern(
  String.raw`if \((data\d*\.\w+) !== void 0\) \{`,
  String.raw`vErrors = held\((validate\d+), \1, (instancePath \+ ".*"), vErrors\);`,
  String.raw`\}`,
)

// How what is said of a property begins: the first group is where it stands, the second one what it is called from there on.
const LOOKED_AT = [String.raw`if \((data\d*\.\w+) !== void 0\) \{`, String.raw`let (data\d+) = \1;`]

const LIST = pattern(
  ...LOOKED_AT,
  String.raw`if \(Array\.isArray\(\2\)\) \{`,
  String.raw`const (len\d+) = \2\.length;`,
  String.raw`for \(let (i\d+) = 0; \4 < \3; \4\+\+\) \{`,
  String.raw`vErrors = held\((validate\d+), \2\[\4\], (instancePath \+ ".*)\/" \+ \4, vErrors\);`,
  String.raw`\}`,
  String.raw`\} else \{`,
  String.raw`vErrors = mistyped\(vErrors, \6", "array"\);`,
  String.raw`\}`,
  String.raw`\}`,
)

const TEXT = pattern(
  ...LOOKED_AT,
  String.raw`if \(typeof \2 === "string"\) \{`,
  String.raw`if \(func\d+\(\2\) < (\d+)\) \{`,
  String.raw`vErrors = noted\(vErrors, (.+), "minLength", \{ limit: \3 \}\);`,
  String.raw`\}`,
  String.raw`\} else \{`,
  String.raw`vErrors = mistyped\(vErrors, \4, "string"\);`,
  String.raw`\}`,
  String.raw`\}`,
)

const TYPED = pattern(
  String.raw`if \((data\d*\.\w+) !== void 0\) \{`,
  String.raw`if \(typeof \1 !== ("\w+")\) \{`,
  String.raw`vErrors = mistyped\(vErrors, (.+), \2\);`,
  String.raw`\}`,
  String.raw`\}`,
)

const INTEGER = pattern(
  ...LOOKED_AT,
  String.raw`if \(!\(typeof \2 == "number" && \(!\(\2 % 1\) && !isNaN\(\2\)\)\)\) \{`,
  String.raw`vErrors = mistyped\(vErrors, (.+), "integer"\);`,
  String.raw`\}`,
  String.raw`(?:if \(typeof \2 == "number"\) \{`,
  String.raw`(?:if \(\2 > (\d+) \|\| isNaN\(\2\)\) \{`,
  String.raw`vErrors = noted\(vErrors, \3, "maximum", \{ comparison: "<=", limit: \4 \}\);`,
  String.raw`\})?`,
  String.raw`(?:if \(\2 < (\d+) \|\| isNaN\(\2\)\) \{`,
  String.raw`vErrors = noted\(vErrors, \3, "minimum", \{ comparison: ">=", limit: \5 \}\);`,
  String.raw`\})?`,
  String.raw`\})?`,
  String.raw`\}`,
)

const NUMBER = pattern(
  ...LOOKED_AT,
  String.raw`if \(typeof \2 == "number"\) \{`,
  String.raw`(?:if \(\2 > (-?\d+) \|\| isNaN\(\2\)\) \{`,
  String.raw`vErrors = noted\(vErrors, .+, "maximum", \{ comparison: "<=", limit: \3 \}\);`,
  String.raw`\})?`,
  String.raw`(?:if \(\2 < (-?\d+) \|\| isNaN\(\2\)\) \{`,
  String.raw`vErrors = noted\(vErrors, .+, "minimum", \{ comparison: ">=", limit: \4 \}\);`,
  String.raw`\})?`,
  String.raw`\} else \{`,
  String.raw`vErrors = mistyped\(vErrors, (.+), "number"\);`,
  String.raw`\}`,
  String.raw`\}`,
)

const TEXTS = pattern(
  ...LOOKED_AT,
  String.raw`if \(Array\.isArray\(\2\)\) \{`,
  String.raw`const (len\d+) = \2\.length;`,
  String.raw`for \(let (i\d+) = 0; \4 < \3; \4\+\+\) \{`,
  String.raw`let (data\d+) = \2\[\4\];`,
  String.raw`if \(typeof \5 === "string"\) \{`,
  String.raw`if \(func\d+\(\5\) < (\d+)\) \{`,
  String.raw`vErrors = noted\(vErrors, (.+)\/" \+ \4, "minLength", \{ limit: \6 \}\);`,
  String.raw`\}`,
  String.raw`\} else \{`,
  String.raw`vErrors = mistyped\(vErrors, \7\/" \+ \4, "string"\);`,
  String.raw`\}`,
  String.raw`\}`,
  String.raw`\} else \{`,
  String.raw`vErrors = mistyped\(vErrors, \7", "array"\);`,
  String.raw`\}`,
  String.raw`\}`,
)

const TAGGED = pattern(
  String.raw`const (tag\d+) = (data\d*)\.(\w+);`,
  String.raw`if \(typeof \1 == "string"\) \{`,
  String.raw`((?:if \(\1 === "\w+"\) \{\s*vErrors = held\(validate\d+, \2, .+, vErrors\);\s*\} else )+)\{`,
  String.raw`vErrors = noted\(vErrors, (.+), "discriminator", \{ error: "mapping", tag: "\3", tagValue: \1 \}\);`,
  String.raw`\}`,
  String.raw`\} else \{`,
  String.raw`vErrors = noted\(vErrors, \5, "discriminator", \{ error: "tag", tag: "\3", tagValue: \1 \}\);`,
  String.raw`\}`,
)

const MISTYPED = /noted\(vErrors, (.+), "type", \{ type: ("\w+") \}\)/g
const OBJECT = /(data\d*) && typeof \1 == "object" && !Array\.isArray\(\1\)/g

const ONE_REQUIRED = pattern(
  String.raw`if \((data\d*)\.(\w+) === void 0\) \{`,
  String.raw`vErrors = noted\(vErrors, (.+), "required", \{ missingProperty: "\2" \}\);`,
  String.raw`\}`,
)

const REQUIRED = pattern(
  String.raw`for \(const (prop\d+) of (\[.*\])\) \{`,
  String.raw`if \((data\d*)\[\1\] === void 0\) \{`,
  String.raw`vErrors = noted\(vErrors, (.+), "required", \{ missingProperty: \1 \}\);`,
  String.raw`\}`,
  String.raw`\}`,
)

// By a chain of comparisons, or for many names by a schema: see withoutSchemas.
const KNOWN = pattern(
  String.raw`for \(const (key\d+) in (data\d*)\) \{`,
  String.raw`if \(!(?:\((\1 === .+)\)|func\d+\.call\((\[.*\]), \1\))\) \{`,
  String.raw`vErrors = noted\(vErrors, (.+), "additionalProperties", \{ additionalProperty: \1 \}\);`,
  String.raw`\}`,
  String.raw`\}`,
)

const LISTED = pattern(
  String.raw`if \(typeof (data\d*) !== "string"\) \{`,
  String.raw`vErrors = mistyped\(vErrors, (.+), "string"\);`,
  String.raw`\}`,
  String.raw`if \(!\(\1 === .*\)\) \{`,
  String.raw`vErrors = noted\(vErrors, \2, "enum", \{ allowedValues: (\[.*\]) \}\);`,
  String.raw`\}`,
)

const CONSTANT = pattern(
  String.raw`if \(typeof (data\d*) !== "string"\) \{`,
  String.raw`vErrors = mistyped\(vErrors, (.+), "string"\);`,
  String.raw`\}`,
  String.raw`if \((".*") !== \1\) \{`,
  String.raw`vErrors = noted\(vErrors, \2, "const", \{ allowedValue: \3 \}\);`,
  String.raw`\}`,
)

const FORMATTED = pattern(
  String.raw`if \(typeof (data\d*) === "string"\) \{`,
  String.raw`if \(!(formats\d+)\(\1\)\) \{`,
  String.raw`vErrors = noted\(vErrors, (.+), "format", \{ format: (".*") \}\);`,
  String.raw`\}`,
  String.raw`\} else \{`,
  String.raw`vErrors = mistyped\(vErrors, \3, "string"\);`,
  String.raw`\}`,
)

const PATTERNED = pattern(
  String.raw`if \(typeof (data\d*) === "string"\) \{`,
  String.raw`if \(!(pattern\d+)\.test\(\1\)\) \{`,
  String.raw`vErrors = noted\(vErrors, (.+), "pattern", \{ pattern: ".*" \}\);`,
  String.raw`\}`,
  String.raw`\} else \{`,
  String.raw`vErrors = mistyped\(vErrors, \3, "string"\);`,
  String.raw`\}`,
)

// What may be left out: one look finds what it is, and what it says.
const OPTIONAL = pattern(...LOOKED_AT, String.raw`vErrors = (listed|constant|formatted|patterned)\(\2, (.*), vErrors\);`, String.raw`\}`)

const ALIAS = pattern(
  String.raw`function (validate\d+)\(data, instancePath = ""\) \{`,
  'let vErrors = null;',
  String.raw`vErrors = held\((validate\d+), data, instancePath, vErrors\);`,
  String.raw`\1\.errors = vErrors;`,
  'return vErrors === null;',
  String.raw`\}`,
)

/**
 * @param {string} code - of Ajv, as esbuild prints it
 * @throws Error when Ajv writes its errors in another way than this knows
 */
export function compact(code) {
  const compacted = withoutSchemas(code)
    .replace(ERROR, (_, _name, path = 'instancePath', keyword, params) => `vErrors = noted(vErrors, ${path}, ${keyword}, ${params});`)
    .replace(CALL, (_, validate, value, path = 'instancePath') => `vErrors = held(${validate}, ${value}, ${path}, vErrors);`)
    .replaceAll(PARAMETERS, 'instancePath = ""')
    .replace(COUNTER, '')
    .replace(COUNTED, '$1 count(vErrors)')
    .replaceAll('return errors === 0;', 'return vErrors === null;')
    .replace(PROPERTY, (_, value, validate, path) => property('property', value, path, validate))
    .replace(MISTYPED, 'mistyped(vErrors, $1, $2)')
    .replace(LIST, (_, value, _data, _length, _i, validate, path) => property('list', value, `${path}"`, validate))
    .replace(TEXT, (_, value, _data, limit, path) => property('text', value, path, limit))
    .replace(TYPED, (_, value, type, path) => property('typed', value, path, type))
    .replace(INTEGER, (_, value, _data, path, most, least) => property('integer', value, path, least, most))
    .replace(NUMBER, (_, value, _data, most, least, path) => property('number', value, path, least, most))
    .replace(TEXTS, (_, value, _data, _length, _i, _member, limit, path) => property('texts', value, `${path}"`, limit))
    .replace(TAGGED, (_, _tag, object, name, cases, path) => {
      const validators = Array.from(
        cases.matchAll(/=== "(\w+)"\) \{\s*vErrors = held\((validate\d+),/g),
        ([, tag, validate]) => `${tag}: ${validate}`,
      )
      return `vErrors = tagged(${object}, "${name}", { ${validators} }, ${path}, vErrors);`
    })
    .replace(OBJECT, 'isObject($1)')
    .replace(ONE_REQUIRED, 'vErrors = required($1, ["$2"], $3, vErrors);')
    .replace(REQUIRED, 'vErrors = required($3, $2, $4, vErrors);')
    .replace(
      KNOWN,
      (_, _key, object, comparisons = '', names = `[${comparisons.match(/"[^"]+"/g)}]`, path) =>
        `vErrors = known(${object}, ${names}, ${path}, vErrors);`,
    )
    .replace(LISTED, 'vErrors = listed($1, $3, $2, vErrors);')
    .replace(CONSTANT, 'vErrors = constant($1, $3, $2, vErrors);')
    .replace(FORMATTED, 'vErrors = formatted($1, $4, $2, $3, vErrors);')
    .replace(PATTERNED, 'vErrors = patterned($1, $2, $3, vErrors);')
    .replace(OPTIONAL, 'if ($1 !== void 0) vErrors = $3($1, $4, vErrors);')
  const strange =
    /^.*(?:\b(?:schemaPath|parentData|vErrors\.push|evaluated|schema\d+|func\d+\.call)\b|(?<!\.)\berrors\b(?: [=!]|\+|;)).*$/m.exec(
      compacted,
    )
  if (strange) throw new Error(`spec/generate/compact.mjs does not know what Ajv writes here: ${strange[0].trim()}`)
  return withoutAliases(compacted)
}

/** A statement over some lines. @param {string[]} lines */
function pattern(...lines) {
  return new RegExp(lines.join(String.raw`\s*`), 'g')
}

/**
 * The call of what checks a property, if it is there.
 *
 * @param {string} check @param {string} value - such as `data.name` @param {string} path - to it, which ends with its name @param {...string} rules
 */
function property(check, value, path, ...rules) {
  const [object, name] = value.split('.')
  const parent = path.slice(0, -`/${name}"`.length)
  if (`${parent}/${name}"` !== path) throw new Error(`spec/generate/compact.mjs takes ${path} for the path to ${value}`)
  // A text that ended with the name has to be ended, or left out when nothing else was in it.
  const place = parent.endsWith(' + "') ? parent.slice(0, -' + "'.length) : `${parent}"`
  return `vErrors = ${check}(${[object, `"${name}"`, ...rules.map(String), place, 'vErrors'].join(', ')});`
}

/** A schema that only refers to another one needs no validator of its own. */
function withoutAliases(code) {
  const targets = new Map([...code.matchAll(ALIAS)].map(([, alias, target]) => [alias, target]))
  const endOf = (name) => (targets.has(name) ? endOf(targets.get(name)) : name)
  return code.replace(ALIAS, '').replace(/\bvalidate\d+\b/g, endOf)
}

/** Ajv carries whole schemas along for the lists of names and values in them: the lists alone will do. */
function withoutSchemas(code) {
  const schemas = new Map([...code.matchAll(/^var (schema\d+) = (\{.*\});$/gm)].map(([, name, json]) => [name, JSON.parse(json)]))
  return code
    .replace(/^var (?:schema\d+ = \{.*\}|func\d+ = Object\.prototype\.hasOwnProperty);$/gm, '')
    .replace(/\b(schema\d+)((?:\.\w+|\[\d+\])*)\.(required|enum|properties)(?![.\w])/g, (_, name, path, keyword) => {
      const list = [...(path.match(/\w+/g) ?? []), keyword].reduce((at, key) => at[key], schemas.get(name))
      return JSON.stringify(keyword === 'properties' ? Object.keys(list) : list)
    })
}
