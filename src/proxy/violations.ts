/** A violation as Prism reports it. */
interface Told {
  /** `['response', 'body', 'data', 'attributes', 'status']` */
  readonly location: readonly string[]
  /** `Response body property data.attributes.status must be …` */
  readonly message: string
}

const NO_ROUTE = 'Selected route not found'

/**
 * The violations in Prism's header as sentences: `response body data.attributes.status must be …`. Prism cuts long ones short, and so does
 * this.
 *
 * @param requested - the request: `GET /conversations?perPage=500`
 */
export function sentencesOf(header: string, asked: string): string[] {
  const whole = header.startsWith('[')
  const text = whole ? header : `${header.slice(header.indexOf('['), header.lastIndexOf('},{') + 1)}]`
  const told: readonly Told[] = JSON.parse(text)
  return [...told.map((one) => sentence(one, asked)), ...(whole ? [] : ['and more'])]
}

function sentence({ location, message }: Told, asked: string): string {
  const [side = 'response', part, ...path] = location
  if (message === NO_ROUTE) return `request: ${asked.split('?')[0]} is not in the document`
  if (part === undefined) return `${side}: ${message.charAt(0).toLowerCase()}${message.slice(1)}`
  const where = path.join('.')
  const what = message.replace(/^\w+ \w+ (property |parameter )?/, '') // which says in other words where it is
  const rest = what.startsWith(`${where} `) ? what.slice(where.length + 1) : what
  return [side, part, part === 'query' ? asWritten(where, asked) : where, rest].filter(Boolean).join(' ')
}

/** Prism writes the names of parameters in lower case. */
function asWritten(name: string, asked: string): string {
  const names = [...new URLSearchParams(asked.split('?')[1]).keys()]
  return names.find((written) => written.toLowerCase() === name) ?? name
}
