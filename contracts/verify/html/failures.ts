import { type Cause, causesOf, decisiveCall } from '../causes.js'
import { type DiffLine, diffLines, shortened } from '../excerpts.js'
import type { RuleReport } from '../report.js'
import { amount } from '../summary.js'
import { type Markup, markup } from './markup.js'

const MAX_CHARACTERS = 1200
/** Up to this number of rules, the list of a cause is expanded. */
const MAX_EXPANDED = 8

/** Failed rules by cause. */
export function failuresSection(rules: readonly RuleReport[]): Markup {
  const causes = causesOf(rules)
  if (causes.length === 0) return markup``
  const count = rules.filter(({ state }) => state === 'broken').length
  const few = causes.length < count ? `, ${amount(causes.length, 'cause')}` : ''
  return markup`<h2 id="failed">${amount(count, 'rule')} failed${few}</h2>${causes.map(causeCard)}`
}

function causeCard({ headline, rules: [first, ...others] }: Cause): Markup {
  if (others.length === 0) return markup`<section class="card cause">${brokenRule(first)}</section>`
  return markup`<section class="card cause"><h3>${headline}</h3>
<p class="quiet">${amount(others.length + 1, 'rule')} failed for this cause. One of them:</p>
${brokenRule(first, headline)}
<details ${others.length <= MAX_EXPANDED && 'open'}><summary>Same cause: ${amount(others.length, 'more rule')}</summary><ul class="plain">${others.map(inBrief)}</ul></details></section>`
}

/**
 * A failed rule, with the last request and its response.
 *
 * @param headline - shown already, so not repeated
 */
export function brokenRule(rule: RuleReport, headline?: string): Markup {
  const { id, sentence, section, level, reason = '', diff } = rule
  const call = decisiveCall(rule)
  const before = rule.calls.length - 1
  const lines = diffLines(diff)
  return markup`<div class="rule"><h3><span class="id">${id}</span>${sentence}</h3>
<p class="label">${section}, ${level === 'implied' ? 'implied by what the guide says' : 'documented'}</p>
${reason !== headline && markup`<p>${reason}</p>`}
${
  call !== undefined &&
  markup`<p class="label">The request${before > 0 && `, after ${amount(before, 'other call')}`}</p><pre>${call.curl}</pre>
<p class="label">The response</p><pre>${call.status} ${shortened(call.answer ?? '', MAX_CHARACTERS)}</pre>`
}
${lines.length > 0 && markup`<p class="label"><span class="expected">− expected</span>, <span class="came">+ received</span></p><pre>${lines.map(diffLine)}</pre>`}
</div>`
}

function inBrief(rule: RuleReport): Markup {
  const call = decisiveCall(rule)
  return markup`<li><span class="id">${rule.id}</span>${rule.sentence}${
    call !== undefined && markup` <span class="quiet"><code>${call.method} ${shortened(call.path, 120)}</code> → ${call.status}</span>`
  }</li>`
}

function diffLine({ text, side }: DiffLine): Markup {
  return side === 'both' ? markup`${text}\n` : markup`<span class="${side}">${text}</span>\n`
}
