import { Answer, type Attributes, type Resource } from './answer.js'
import { type Call, pass, type Twist } from './call.js'

/** A server with different successful responses. */
export function answering(change: (answer: Answer, call: Call) => void): Twist {
  return (call) => {
    const answer = pass(call)
    if (answer.succeeded) change(answer, call)
    if (answer.later !== undefined) answer.later = answer.later.then((later) => changed(later))
    return answer

    function changed(later: Answer): Answer {
      change(later, call)
      return later
    }
  }
}

/** A server that changes each conversation or participant in its successful responses. */
export function showing(change: (attributes: Attributes, call: Call, resource: Resource) => void): Twist {
  return answering((answer, call) => {
    for (const resource of answer.resources) if (resource.attributes !== undefined) change(resource.attributes, call, resource)
  })
}

/** A server that does not show these attributes. */
export function hiding(...names: readonly (keyof Attributes)[]): Twist {
  return showing((attributes) => {
    for (const name of names) delete attributes[name]
  })
}

/** A server that shows an attribute under another name. */
export function renaming(name: keyof Attributes, other: string): Twist {
  return showing((attributes) => {
    if (attributes[name] === undefined) return
    Object.assign(attributes, { [other]: attributes[name] })
    delete attributes[name]
  })
}

/** A server with different error responses. */
export function refusing(change: (answer: Answer, call: Call) => void): Twist {
  return (call) => {
    const answer = pass(call)
    if (answer.status >= 400) change(answer, call)
    return answer
  }
}

/** A server that does nothing and returns this response, when the condition matches. */
export function instead(when: (call: Call) => boolean, status: number, code = 'VALIDATION_ERROR'): Twist {
  return (call) => (when(call) ? Answer.error(status, code) : pass(call))
}

/** A server that returns a 500 when the condition matches. */
export function failing(when: (call: Call) => boolean): Twist {
  return instead(when, 500, 'INTERNAL_ERROR')
}

/** A server that replaces the errors of one code. */
export function replacing(code: string, status: number, other = code): Twist {
  return refusing((answer) => {
    if (answer.body.error?.code !== code) return
    answer.status = status
    answer.body.error.code = other
  })
}
