import { Session } from 'node:inspector/promises'

/**
 * Counts what code does, not how long it takes: the same on every machine.
 *
 * @typedef {object} Work
 * @property {number} visited records that walks through ordered sets were shown
 * @property {number} validators validators of requests that ran
 * @property {number} serialized characters that JSON.stringify made
 * @property {number} steps blocks of code that ran, each as often as it ran
 */

/** Counts in a core that was built from source: see `fromSource`. */
export async function workCounter({ OrderedSet, requestValidators }) {
  const work = { visited: 0, validators: 0, serialized: 0 }
  countVisits(OrderedSet.prototype, work)
  countValidators(requestValidators, work)
  countSerialized(work)
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })

  /** @param {() => void} deed @returns {Promise<Work>} */
  return async (deed) => {
    await session.post('Profiler.takePreciseCoverage') // which sets its counts to zero
    Object.assign(work, { visited: 0, validators: 0, serialized: 0 })
    deed()
    const { visited, validators, serialized } = work
    const { result } = await session.post('Profiler.takePreciseCoverage')
    return { visited, validators, serialized, steps: stepsIn(result) }
  }
}

function countVisits(prototype, work) {
  for (const walk of ['ascend', 'descend']) {
    const original = prototype[walk]
    prototype[walk] = function (before, visit, skip) {
      return original.call(
        this,
        before,
        (member) => {
          work.visited++
          return visit(member)
        },
        skip,
      )
    }
  }
  const { toArray } = prototype
  prototype.toArray = function () {
    work.visited += this.size
    return toArray.call(this)
  }
}

/** A validator leaves its errors on itself, so it stays what it was behind what counts it. */
function countValidators(requestValidators, work) {
  const counting = {
    apply(validate, self, given) {
      work.validators++
      return Reflect.apply(validate, self, given)
    },
  }
  for (const validators of Object.values(requestValidators)) {
    for (const [part, validate] of Object.entries(validators)) if (validate !== undefined) validators[part] = new Proxy(validate, counting)
  }
}

function countSerialized(work) {
  const { stringify } = JSON
  JSON.stringify = (...given) => {
    const text = stringify(...given)
    work.serialized += text?.length ?? 0
    return text
  }
}

/** Of the core, which alone was imported from a `data:` URL. */
function stepsIn(scripts) {
  const functions = scripts.filter(({ url }) => url.startsWith('data:')).flatMap((script) => script.functions)
  return functions.flatMap(({ ranges }) => ranges).reduce((sum, { count }) => sum + count, 0)
}
