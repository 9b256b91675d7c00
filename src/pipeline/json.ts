/**
 * The JSON of an answer. That of each resource in a list is made once, for as long as the resource lives: lists show the same ones again
 * and again, and writing them anew would be most of what a list costs.
 */
export function jsonOf(answer: object): string {
  if (!('data' in answer) || !Array.isArray(answer.data)) return JSON.stringify(answer)
  const { data, ...rest } = answer
  const others = JSON.stringify(rest)
  return `{"data":[${data.map(textOf).join(',')}]${others === '{}' ? '' : `,${others.slice(1, -1)}`}}`
}

const texts = new WeakMap<object, string>()

function textOf(resource: object): string {
  const known = texts.get(resource)
  if (known !== undefined) return known
  const text = JSON.stringify(resource)
  texts.set(resource, text)
  return text
}
