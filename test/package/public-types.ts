import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Aliases are written out: a change behind one is a change for users. */
const FLAGS = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.InTypeAlias | ts.TypeFormatFlags.WriteArrayAsGenericType
const ENTRIES = ['src/index.ts', 'src/msw.ts', 'src/server.ts', 'src/vitest.ts', 'fixtures/index.ts', 'contracts/index.ts']
/** Types generated from `spec/openapi.yaml`, which the document itself pins. */
const GENERATED = '/src/generated/'

/** Report of everything that the package exports: a line for each member of each type, without file names. */
export function publicTypes(): string {
  const { config } = ts.readConfigFile(`${root}/tsconfig.json`, ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  const program = ts.createProgram({ rootNames: ENTRIES.map((entry) => `${root}/${entry}`), options })
  const checker = program.getTypeChecker()
  return ENTRIES.flatMap((entry) => {
    const file = program.getSourceFile(`${root}/${entry}`)
    const module = file && checker.getSymbolAtLocation(file)
    if (module === undefined) throw new Error(`${entry} is no module`)
    const symbols = checker.getExportsOfModule(module).toSorted((a, b) => (a.name < b.name ? -1 : 1))
    return [`## ${entry}`, '', ...symbols.flatMap((symbol) => linesOf(symbol, checker)), '']
  }).join('\n')
}

function linesOf(exported: ts.Symbol, checker: ts.TypeChecker): string[] {
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
  const [declaration] = symbol.declarations ?? []
  if (declaration === undefined) return [exported.name]
  if (declaration.getSourceFile().fileName.includes(GENERATED) || /\/schemas\.ts$/.test(declaration.getSourceFile().fileName)) {
    return [`- ${exported.name} (generated)`]
  }
  const lines: string[] = []
  if (symbol.flags & ts.SymbolFlags.Type)
    lines.push(...typeLines(exported.name, checker.getDeclaredTypeOfSymbol(symbol), declaration, checker))
  if (symbol.flags & ts.SymbolFlags.Value) {
    const type = checker.getTypeOfSymbolAtLocation(symbol, declaration)
    lines.push(`- value ${exported.name}: ${plain(checker.typeToString(type, declaration, ts.TypeFormatFlags.NoTruncation))}`)
  }
  return lines
}

function typeLines(name: string, type: ts.Type, at: ts.Declaration, checker: ts.TypeChecker): string[] {
  const members = type.isUnion() ? [] : checker.getPropertiesOfType(type)
  if (members.length === 0 || type.flags & ts.TypeFlags.StringLike) {
    return [`- type ${name} = ${plain(checker.typeToString(type, at, FLAGS))}`]
  }
  return [`- type ${name}`, ...members.map((member) => `  - ${memberLine(member, at, checker)}`).toSorted()]
}

function memberLine(member: ts.Symbol, at: ts.Declaration, checker: ts.TypeChecker): string {
  const optional = member.flags & ts.SymbolFlags.Optional ? '?' : ''
  return `${plain(member.name)}${optional}: ${plain(checker.typeToString(checker.getTypeOfSymbolAtLocation(member, at), at, FLAGS))}`
}

/** Removes paths of modules, which are not part of the types. */
function plain(type: string): string {
  return type
    .replaceAll(/import\("[^"]*"\)\.?/g, '')
    .replaceAll(/__@(\w+)@\d+/g, '[$1]')
    .replaceAll(/\s+/g, ' ')
}
