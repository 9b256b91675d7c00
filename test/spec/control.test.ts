import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { ajvFor, asObject, errorsOf, examplesOf, lintOffline, nodesOf, pathOf, validatorFor } from './document.js'

const documentPath = pathOf('../../spec/control.yaml')
const document: unknown = parse(readFileSync(documentPath, 'utf8'))

describe('the document of the control plane', () => {
  it('lints clean, without network access', async () => {
    expect(await lintOffline(documentPath, 'redocly-control.yaml')).toEqual([])
  })

  it('uses all of its components', () => {
    const referred = new Set(nodesOf(document).map(([, node]) => node.$ref))
    const components = Object.entries(asObject(asObject(document).components))
      .filter(([kind]) => kind !== 'securitySchemes')
      .flatMap(([kind, named]) => Object.keys(asObject(named)).map((name) => `#/components/${kind}/${name}`))

    expect(components.filter((pointer) => !referred.has(pointer))).toEqual([])
  })
})

describe('an example of the control plane', () => {
  const ajv = ajvFor(document)

  it.each(examplesOf(document).map((example) => [example.name, example] as const))('%s matches its schema', (_, { schema, value }) => {
    expect(errorsOf(validatorFor(ajv, schema), value)).toEqual([])
  })
})
