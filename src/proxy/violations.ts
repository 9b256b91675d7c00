/** A violation as Prism reports it. */
interface PrismViolation {
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
export function sentencesOf(header: string, requested: string): string[] {
  const isComplete = header.startsWith('[')
  const text = isComplete ? header : `${header.slice(header.indexOf('['), header.lastIndexOf('},{') + 1)}]`
  const violation: readonly PrismViolation[] = JSON.parse(text)
  return [...violation.map((one) => sentence(one, requested)), ...(isComplete ? [] : ['and more'])]
}

function sentence({ location, message }: PrismViolation, requested: string): string {
  const [side = 'response', part, ...path] = location
  if (message === NO_ROUTE) return `request: ${requested.split('?')[0]} is not in the document`
  if (part === undefined) return `${side}: ${message.charAt(0).toLowerCase()}${message.slice(1)}`
  const where = path.join('.')
  const what = message.replace(/^\w+ \w+ (property |parameter )?/, '') // which says in other words where it is
  const rest = what.startsWith(`${where} `) ? what.slice(where.length + 1) : what
  return [side, part, part === 'query' ? asWritten(where, requested) : where, rest].filter(Boolean).join(' ')
}

/** Prism writes the names of parameters in lower case. */
function asWritten(name: string, requested: string): string {
  const names = [...new URLSearchParams(requested.split('?')[1]).keys()]
  return names.find((written) => written.toLowerCase() === name) ?? name
}
