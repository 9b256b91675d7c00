import { type Cell, coverageOf, type OperationCoverage, type Row, reachOf } from '../coverage.js'
import type { RuleReport } from '../report.js'
import { amount } from '../summary.js'
import { type Markup, markup } from './markup.js'

/** What was sent, by what was answered: one table for each operation. */
export function coverageSection(rules: readonly RuleReport[]): Markup {
  const tables = coverageOf(rules)
  const { parameters, ofParameters, statuses, ofStatuses } = reachOf(tables)
  return markup`<h2 id="coverage">What was looked at</h2>
<p class="quiet">${parameters} of ${ofParameters} parameters and fields were sent, and ${statuses} of the ${ofStatuses} documented statuses that a request can bring about were answered.
<b class="kept">✓</b> met, and each rule about it kept; <b class="broken">✗</b> met, and a rule broken; · not met.
An outage (500, 503), a limit (429) and a lack of permission (403) are not looked for.</p>
<div class="tables">${tables.map(table)}</div>`
}

function table({ endpoint, columns, rows }: OperationCoverage): Markup {
  return markup`<section class="card"><h3><code>${endpoint}</code></h3><div class="wide"><table class="cover">
<thead><tr><th></th>${columns.map(({ status, documented }) =>
    documented
      ? markup`<th scope="col">${status}</th>`
      : markup`<th scope="col" class="strange" title="the document does not have it">${status}</th>`,
  )}</tr></thead>
<tbody>${rows.map((row) => markup`<tr><th scope="row">${nameOf(row)}</th>${row.cells.map(cell)}</tr>`)}</tbody>
</table></div></section>`
}

function nameOf({ kind, name }: Row): Markup {
  if (kind === 'any call') return markup`<span class="quiet">any call</span>`
  return kind === 'query' ? markup`<code>?${name}</code>` : markup`<code>${name}</code>`
}

function cell({ calls, rules, broken }: Cell): Markup {
  if (calls === 0) return markup`<td class="not" title="not met">·</td>`
  const title = `${amount(calls, 'call')}, by ${rules.join(', ')}`
  return broken.length > 0
    ? markup`<td class="off" title="${title}; broken: ${broken.join(', ')}">✗</td>`
    : markup`<td class="met" title="${title}">✓</td>`
}
