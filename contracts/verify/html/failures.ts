import { type Cause, causesOf, tellingCall } from '../causes.js'
import { type DiffLine, diffLines, shortened } from '../excerpts.js'
import type { RuleReport } from '../report.js'
import { amount } from '../summary.js'
import { type Markup, markup } from './markup.js'

const ANSWER_SHOWN = 1200
/** So many rules of the same cause are shown without being asked for. */
const UNFOLDED = 8

/** What is broken, by its cause. */
export function failuresSection(rules: readonly RuleReport[]): Markup {
  const causes = causesOf(rules)
  if (causes.length === 0) return markup``
  const count = rules.filter(({ state }) => state === 'broken').length
  const few = causes.length < count ? `, for ${amount(causes.length, 'reason')}` : ''
  return markup`<h2 id="broken">${amount(count, 'rule')} broken${few}</h2>${causes.map(causeCard)}`
}

function causeCard({ headline, rules: [first, ...others] }: Cause): Markup {
  if (others.length === 0) return markup`<section class="card cause">${brokenRule(first)}</section>`
  return markup`<section class="card cause"><h3>${headline}</h3>
<p class="quiet">This breaks ${amount(others.length + 1, 'rule')}. One of them:</p>
${brokenRule(first, headline)}
<details ${others.length <= UNFOLDED && 'open'}><summary>And so ${amount(others.length, 'rule')} more</summary><ul class="plain">${others.map(inBrief)}</ul></details></section>`
}

/**
 * A rule that is not kept, with the request and the answer that show it.
 *
 * @param headline - what has been said already
 */
export function brokenRule(rule: RuleReport, headline?: string): Markup {
  const { id, sentence, section, level, reason = '', diff } = rule
  const call = tellingCall(rule)
  const before = rule.calls.length - 1
  const lines = diffLines(diff)
  return markup`<div class="rule"><h3><span class="id">${id}</span>${sentence}</h3>
<p class="label">${section}, ${level === 'implied' ? 'implied by what the guide says' : 'documented'}</p>
${reason !== headline && markup`<p>${reason}</p>`}
${
  call !== undefined &&
  markup`<p class="label">The request${before > 0 && `, after ${amount(before, 'other call')}`}</p><pre>${call.curl}</pre>
<p class="label">The answer</p><pre>${call.status} ${shortened(call.answer ?? '', ANSWER_SHOWN)}</pre>`
}
${lines.length > 0 && markup`<p class="label"><span class="expected">− expected</span>, <span class="came">+ what came</span></p><pre>${lines.map(diffLine)}</pre>`}
</div>`
}

function inBrief(rule: RuleReport): Markup {
  const call = tellingCall(rule)
  return markup`<li><span class="id">${rule.id}</span>${rule.sentence}${
    call !== undefined && markup` <span class="quiet"><code>${call.method} ${shortened(call.path, 120)}</code> → ${call.status}</span>`
  }</li>`
}

function diffLine({ text, side }: DiffLine): Markup {
  return side === 'both' ? markup`${text}\n` : markup`<span class="${side}">${text}</span>\n`
}
